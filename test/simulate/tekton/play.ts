import type { PipelineRunSpec, PipelineSpec, PipelineTask, TaskSpec } from '../../../src/schemas/tekton/types';
import {
  type PlayedNode,
  type PlayedWorkflow,
  type PlayOptions,
  type Scenario,
  type SimulatedTekton,
  simulate,
} from '../../../src/simulate/index';

/** A task with one step that writes results. */
export function task(name: string, more: Partial<PipelineTask> = {}, spec: TaskSpec = {}): PipelineTask {
  const taskSpec = { results: [{ name: 'r' }], steps: [{ name: 'main', image: 'x' }], ...spec };
  return { name, taskSpec, ...more } as PipelineTask;
}

/** `when` on a text. */
export const when = (input: string, ...values: string[]): Pick<PipelineTask, 'when'> => ({
  when: [{ input, operator: 'in', values }],
});

export const result = (name: string, of = 'r'): string => `$(tasks.${name}.results.${of})`;

/** A parameter, as Tekton has it. */
export const param = (name: string, value: string): NonNullable<PipelineTask['params']> => [{ name, value }];

interface Case extends PlayOptions {
  readonly scenario?: Scenario;
  readonly run?: Partial<PipelineRunSpec>;
  readonly last?: readonly PipelineTask[];
  readonly pipeline?: Partial<PipelineSpec>;
  readonly others?: readonly object[];
  readonly tekton?: SimulatedTekton;
}

/** Plays a PipelineRun `run` of these tasks. */
export function played(
  tasks: readonly PipelineTask[],
  { scenario = {}, run = {}, last = [], pipeline = {}, others = [], tekton = '1.15', ...options }: Case = {},
): PlayedWorkflow {
  const spec = { pipelineSpec: { tasks, ...(last.length > 0 && { finally: last }), ...pipeline }, ...run };
  const object = { apiVersion: 'tekton.dev/v1', kind: 'PipelineRun', metadata: { name: 'run' }, spec };
  const [workflow] = simulate([object, ...others], scenario, { submit: 'run', tekton, ...options }).workflows;
  if (workflow === undefined) throw new Error('nothing was played');
  return workflow;
}

/** A task or a step by what is shown of it. */
export function node({ nodes }: PlayedWorkflow, name: string): PlayedNode {
  const found = nodes.find(({ displayName }) => displayName === name);
  if (found === undefined) throw new Error(`no ${name}: ${nodes.map(({ displayName }) => displayName).join(', ')}`);
  return found;
}

/** How each task ended, and why. */
export function ends({ nodes }: PlayedWorkflow): Readonly<Record<string, string>> {
  const tasks = nodes.filter(({ type, boundary }) => type !== 'Step' && boundary !== undefined);
  return Object.fromEntries(
    tasks.map(({ displayName, phase, reason }) => [displayName, reason === '' ? phase : reason]),
  );
}
