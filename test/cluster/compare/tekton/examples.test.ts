import { describe, expect, it } from 'vitest';
import { compile } from '../../../../src/simulate/index';
import { committed } from '../../cluster';
import { committedManifests } from '../../dist-manifests';
import { exits, nodeLost, type Outcome, oomKilled, silent, succeeds } from '../../kubelet/outcome';
import { playedRun } from '../../tekton/reading';
import { differingRuns, simulatedRun } from './simulated-run';

const manifests = committedManifests()['hello-tekton'] ?? [];
const cluster = committed(manifests);
const plan = compile(manifests, { submit: 'release' });

/** What becomes of the tasks of the example; `smoke` is its gate. */
const scenarios: Readonly<Record<string, Readonly<Record<string, Outcome | readonly Outcome[]>>>> = {
  'all is well': {},
  'training fails': { train: exits(1) },
  'training leaves nothing': { train: silent },
  'training leaves what the task does not declare': { train: succeeds({ 'model-version': 'latest' }) },
  'the gate says fail': { smoke: succeeds({ verdict: 'fail', reason: 'too slow' }) },
  'the gate says inconclusive': { smoke: succeeds({ verdict: 'inconclusive' }) },
  'the gate says pass and exits 1': { smoke: exits(1, { verdict: 'pass' }) },
  'the gate says another word': { smoke: succeeds({ verdict: 'PASS' }) },
  'the gate leaves nothing': { smoke: silent },
  'the gate runs out of memory': { smoke: oomKilled },
  'the gate goes with its machine': { smoke: nodeLost },
  'what publishes fails': { publish: exits(1) },
  'what cleans up fails': { clean: exits(1) },
};

describe.concurrent('the simulator and the controller of Tekton agree on the example', () => {
  it.for(Object.entries(scenarios))('where %s', { timeout: 300_000 }, async ([, own]) => {
    const scenario = {
      train: succeeds({ 'model-version': '7' }),
      smoke: succeeds({ verdict: 'pass', reason: 'fine' }),
      'end-red': exits(1),
      ...own,
    };
    const real = playedRun(await cluster.runPipeline('release', { scenario, patience: 150 }));
    expect(differingRuns(real, simulatedRun(plan, scenario))).toEqual([]);
  });
});
