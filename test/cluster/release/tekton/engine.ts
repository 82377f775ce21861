import { inject } from 'vitest';
import type { KubeObject } from '../../api/json';
import { api } from '../../cluster';
import { unforetold } from '../../tekton/foretold';
import { type PipelineRun, succeeded } from '../../tekton/pipeline-run';
import { logOf } from '../../tekton/programs-run';
import { runPipeline } from '../../tekton/run';
import { withSteps } from '../../tekton/with-steps';
import type { Engine, Progress } from '../engine';
import { nameOnTekton } from './names';
import { ran } from './ran';

export const tekton: Engine = {
  name: 'Tekton',
  folder: 'gourmetgram-tekton',
  namespace: 'gourmetgram-delivery',
  // Nothing is promoted to production, whose port Tekton's controller has here at every address.
  asked: ['staging', 'canary'],
  killedCheckIs: 'the end of the run',
  schedule: 'CronJob',
  changed: (manifests, { container = (each) => each, timeouts = {} }) =>
    withSteps(manifests, container).map((object) => withTimeouts(object, timeouts)),
  async start(manifests, { submit, scenario: told = {}, meanwhile, arguments: params = {}, answers: _, ...options }) {
    const scenario = Object.fromEntries(Object.entries(told).map(([step, each]) => [nameOnTekton(step), each]));
    const ended = await runPipeline(
      api,
      manifests.filter(({ metadata }) => metadata.name === `${submit}-run`),
      {
        ...options,
        submit,
        params,
        images: inject('cluster').tektonImages,
        scenario,
        meanwhile: async (run, path) => meanwhile?.(progress(run, path)),
      },
    );
    const condition = succeeded(ended.pipelineRun);
    return {
      phase: ended.hangs ? 'Hangs' : condition?.status === 'True' ? 'Succeeded' : 'Failed',
      ran: ran(ended),
      unforetold: () => unforetold(ended, manifests.filter(isDefinition), scenario),
      log: `${condition?.reason}: ${condition?.message}\n${logOf(ended)}`,
    };
  },
};

function progress({ status: { childReferences = [] } = {} }: PipelineRun, path: string): Progress {
  return {
    began: (step) => childReferences.some(({ pipelineTaskName }) => pipelineTaskName === nameOnTekton(step)),
    waits: '',
    // As the runbook says, and as nobody should.
    stop: async (how) => {
      await api.patch(path, { spec: { status: how === 'gracefully' ? 'CancelledRunFinally' : 'Cancelled' } });
    },
  };
}

const isDefinition = ({ kind }: KubeObject): boolean => kind === 'Pipeline' || kind === 'Task';

interface Pipeline extends KubeObject {
  readonly spec: { readonly tasks: readonly { readonly name: string; readonly timeout: string }[] };
}

function withTimeouts(object: KubeObject, timeouts: Readonly<Record<string, string>>): KubeObject {
  if (object.kind !== 'Pipeline') return object;
  const { spec } = object as Pipeline;
  const tasks = spec.tasks.map((task) => ({ ...task, timeout: timeouts[task.name] ?? task.timeout }));
  return { ...object, spec: { ...spec, tasks } } as Pipeline;
}
