import { describe, expect, it } from 'vitest';
import { committed } from '../cluster';
import { differences, played } from '../compare';
import { committedManifests } from '../dist-manifests';
import { exits, killed, nodeLost, oomKilled, silent, succeeds } from '../kubelet/outcome';
import type { Scenario } from '../kubelet/scenario';
import { simulated } from './simulated';

const manifests = committedManifests().gourmetgram ?? [];
const cluster = committed(manifests);

const digest = `sha256:${'7'.repeat(64)}`;
const passes = succeeds({ verdict: 'pass', reason: 'as expected' });
/** All but the check: the release begins, and what is recorded is what was found. */
const around = (recorded: string): Scenario => ({
  'begin-gate': succeeds({ next: 'measure', deployed: `registry/app@${digest}`, commit: '7'.repeat(40) }),
  'wait-rollout': passes,
  'check-pods': succeeds({ verdict: 'pass', reason: 'as expected', baseline: 'v1:a:b' }),
  'check-load-predict': passes,
  'check-pods-again': passes,
  'prove-again': passes,
  'record-verdict': succeeds({ verdict: recorded, reason: 'as measured' }),
  'settle-staging': succeeds({ outcome: 'settled' }),
});

const verdicts: Readonly<Record<string, Scenario>> = {
  'a pass': { 'check-http-predict': succeeds({ verdict: 'pass', reason: 'as expected' }) },
  'a fail': { 'check-http-predict': succeeds({ verdict: 'fail', reason: 'slow' }), 'end-red': exits(1) },
  nonsense: { 'check-http-predict': succeeds({ verdict: 'PASS' }), 'end-red': exits(1) },
  'a text that Argo would evaluate': {
    'check-http-predict': succeeds({ verdict: 'fail', reason: '{{= 1 + 1 }}' }),
    'end-red': exits(1),
  },
  nothing: { 'check-http-predict': silent, 'end-red': exits(1) },
  'a pass and an exit code': { 'check-http-predict': exits(1, { verdict: 'pass' }), 'end-red': exits(1) },
  'a kill': { 'check-http-predict': killed, 'end-red': exits(1) },
  'too little memory': { 'check-http-predict': oomKilled, 'end-red': exits(1) },
  'a lost node': { 'check-http-predict': nodeLost, 'end-red': exits(1) },
};

describe.concurrent('the simulator foretells the committed test of staging with', () => {
  it.for(Object.entries(verdicts))('%s', { timeout: 300_000 }, async ([what, own]) => {
    const recorded =
      what === 'a pass' ? 'pass' : what.startsWith('a fail') || what.includes('evaluate') ? 'fail' : 'error';
    const scenario = { ...around(recorded), ...own };
    const options = { submit: 'test-staging', arguments: { 'model-version': '7', digest }, scenario };
    const real = await cluster.run('test-staging', { ...options, patience: 150 });
    expect(differences(played(real), simulated(manifests, options))).toEqual([]);
  });

  it('an argument that its input does not take', { timeout: 300_000 }, async () => {
    const options = {
      submit: 'test-staging',
      arguments: { 'model-version': 'not a version', digest },
      scenario: around('error'),
    };
    const real = await cluster.run('test-staging', { ...options, patience: 150 });
    expect(differences(played(real), simulated(manifests, options))).toEqual([]);
  });
});
