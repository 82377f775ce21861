import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../api/json';
import { committed } from '../cluster';
import { committedManifests } from '../dist-manifests';
import {
  cannotPull,
  exits,
  hangs,
  killed,
  neverScheduled,
  nodeLost,
  type Outcome,
  oomKilled,
  programKilled,
  silent,
  succeeds,
} from '../kubelet/outcome';
import { playedRun, taskOf } from '../tekton/reading';

const cluster = committed(committedManifests()['hello-tekton'] ?? []);
const stopping = { phase: 'Skipped', reason: 'PipelineRun was stopping' };

describe.concurrent("a task on Tekton's controller", () => {
  const endings: Readonly<Record<string, readonly [Outcome, string]>> = {
    'whose program exits 1': [exits(1), 'StepFailed'],
    'whose program is killed alone': [programKilled, 'StepFailed'],
    'that leaves no output': [silent, 'StepFailed'],
    'that leaves an output that does not fit': [succeeds({ 'model-version': 'seven' }), 'StepFailed'],
    'that runs out of memory, and its node says so': [oomKilled, 'StepOOM'],
    'that runs out of memory, and its node does not say so': [killed, 'TaskRunTimeout'],
    'that hangs': [hangs, 'TaskRunTimeout'],
    'that no node takes': [neverScheduled, 'TaskRunTimeout'],
    'whose image is not to be had': [cannotPull, 'TaskRunImagePullFailed'],
    'that is lost with its node': [nodeLost, 'Failed'],
  };
  it.for(Object.entries(endings))('%s ends the run red after finally', async ([, [train, reason]]) => {
    const timeouts: Readonly<Record<string, string>> = reason === 'TaskRunTimeout' ? { train: '5s' } : {};
    const ended = playedRun(await cluster.runPipeline('release', { scenario: { train }, timeouts }));
    expect(taskOf(ended, 'train')).toMatchObject({ phase: 'Failed', reason, results: {} });
    expect(taskOf(ended, 'smoke')).toMatchObject(stopping);
    expect(taskOf(ended, 'clean').phase).toBe('Succeeded');
    expect(ended).toMatchObject({ phase: 'Failed', reason: 'Failed' });
  });
});

describe.concurrent("a run on Tekton's controller", () => {
  const hurried = cluster.withObject('ConfigMap', 'release-run', (object) => {
    const { data } = object as KubeObject & { readonly data: Readonly<Record<string, string>> };
    const run = JSON.parse(data['run.json'] ?? '');
    const timeouts = { pipeline: '1m', tasks: '5s', finally: '55s' };
    return { ...object, data: { 'run.json': JSON.stringify({ ...run, spec: { ...run.spec, timeouts } }) } };
  });

  it('whose time for tasks is up still cleans up', async () => {
    const ended = playedRun(await hurried.runPipeline('release', { scenario: { train: hangs } }));
    expect(taskOf(ended, 'train')).toMatchObject({ phase: 'Failed', reason: 'TaskRunCancelled' });
    expect(taskOf(ended, 'clean').phase).toBe('Succeeded');
    expect(ended).toMatchObject({ phase: 'Failed', reason: 'PipelineRunTimeout' });
  });

  it('whose finally fails is red', async () => {
    const scenario = {
      train: succeeds({ 'model-version': '7' }),
      smoke: succeeds({ verdict: 'pass' }),
      clean: exits(1),
    };
    const ended = playedRun(await cluster.runPipeline('release', { scenario }));
    expect(taskOf(ended, 'publish').phase).toBe('Succeeded');
    expect(ended).toMatchObject({ phase: 'Failed', reason: 'Failed' });
  });
});
