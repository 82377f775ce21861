import { describe, expect, it } from 'vitest';
import { committed } from '../cluster';
import { differences, played } from '../compare';
import { committedManifests } from '../dist-manifests';
import { exits, killed, nodeLost, oomKilled, silent, succeeds } from '../kubelet/outcome';
import type { Scenario } from '../kubelet/scenario';
import { simulated } from './simulated';

const manifests = committedManifests().gourmetgram ?? [];
const cluster = committed(manifests);

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
  it.for(Object.entries(verdicts))('%s', { timeout: 300_000 }, async ([, scenario]) => {
    const options = { submit: 'test-staging', arguments: { 'model-version': '7' }, scenario };
    const real = await cluster.run('test-staging', { ...options, patience: 150 });
    expect(differences(played(real), simulated(manifests, options))).toEqual([]);
  });

  it('an argument that its input does not take', { timeout: 300_000 }, async () => {
    const options = { submit: 'test-staging', arguments: { 'model-version': 'not a version' }, scenario: {} };
    const real = await cluster.run('test-staging', { ...options, patience: 150 });
    expect(differences(played(real), simulated(manifests, options))).toEqual([]);
  });
});
