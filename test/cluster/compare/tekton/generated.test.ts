import fc from 'fast-check';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { KubeObject } from '../../api/json';
import { applyAll } from '../../apply';
import { api } from '../../cluster';
import { playedRun } from '../../tekton/reading';
import { runPipeline } from '../../tekton/run';
import { reporting } from '../workflow-template';
import { type GeneratedPipeline, pipelines } from './generate-pipelines';
import { differingRuns, planOf, simulatedRun } from './simulated-run';

const { COMPARE_RUNS = '40', COMPARE_SEED = '20260707' } = process.env;
const namespace = 't-compare-tekton';
const securityContext = { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } };
const generated = fc.sample(pipelines, { numRuns: Number(COMPARE_RUNS), seed: Number(COMPARE_SEED) });

beforeAll(async () => {
  await applyAll(api, await reporting(namespace));
});

function asPipelineRun(name: string, { tasks, last, results }: GeneratedPipeline): KubeObject {
  const pipelineSpec = {
    tasks,
    ...(last.length > 0 && { finally: last }),
    ...(results.length > 0 && { results }),
  };
  return {
    apiVersion: 'tekton.dev/v1',
    kind: 'PipelineRun',
    metadata: { name, namespace },
    spec: { pipelineSpec, timeouts: { pipeline: '10m0s' }, taskRunTemplate: { podTemplate: { securityContext } } },
  } as KubeObject;
}

/** Other orders in which pods may end, for runs that depend on it. */
function orders(seed: number): readonly (() => number)[] {
  return Array.from({ length: 200 }, (_, i) => {
    let state = seed * 1_000 + i;
    return () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return 100 + ((state >>> 16) % 5_000);
    };
  });
}

describe.concurrent('the simulator and the controller of Tekton agree, task by task, on', () => {
  it.for(generated.map((one, i) => [i, one] as const))(
    'generated pipeline %i',
    { timeout: 300_000 },
    async ([i, one]) => {
      const run = asPipelineRun(`generated-${i}`, one);
      const { scenario } = one;
      const plan = planOf(run);
      const ours = simulatedRun(plan, scenario);
      const { scratch, tektonImages: images } = inject('cluster');
      // A run that hangs is known to hang after less.
      const patience = ours.phase === 'Hangs' ? 15 : 120;
      const real = playedRun(await runPipeline(api, [], { submit: run, scenario, scratch, images, patience }));
      const found = differingRuns(real, ours);
      if (found.length === 0) return;
      if (orders(i).some((takes) => differingRuns(real, simulatedRun(plan, scenario, takes)).length === 0)) return;
      expect(found, JSON.stringify(one, null, 1)).toEqual([]);
    },
  );
});
