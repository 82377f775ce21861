import { compile } from '../../../src/simulate/index';
import type { KubeObject } from '../api/json';
import { differingRuns, simulatedRun } from '../compare/tekton/simulated-run';
import { hangs, type Outcome } from '../kubelet/outcome';
import type { Scenario } from '../kubelet/scenario';
import type { TaskRun } from './pipeline-run';
import { playedRun } from './reading';
import type { TektonRun } from './run';

/**
 * What the simulator says otherwise of a run, task by task, when it is told what each program left and how it ended; none
 * when it says the same. For runs that nobody ends by hand.
 *
 * @param scenario - what became of pods that tell nothing
 */
export function unforetold(run: TektonRun, definitions: readonly KubeObject[], scenario: Scenario): readonly string[] {
  const { status: _, ...pipelineRun } = run.pipelineRun;
  const plan = compile([...definitions, pipelineRun], { submit: pipelineRun.metadata.name });
  const told = Object.fromEntries(
    run.taskRuns.flatMap((taskRun) => {
      const task = taskRun.metadata.labels?.['tekton.dev/pipelineTask'] ?? '';
      const outcome = outcomeOf(taskRun, task);
      return outcome === undefined ? [] : [[task, outcome]];
    }),
  );
  return differingRuns(playedRun(run), simulatedRun(plan, { ...scenario, ...told }));
}

/**
 * How the step of the task's name ended; its pod's other steps take values in and hand them on. What Tekton ended itself says
 * nothing of the program: its steps are told as ended with exit code 1. One that was killed with nobody to tell is waited for
 * until the time is over, as one that hangs.
 */
function outcomeOf({ status }: TaskRun, task: string): Outcome | undefined {
  const ended = status?.conditions?.find(({ type }) => type === 'Succeeded');
  if (ended?.reason === 'TaskRunTimeout') return hangs;
  if (ended?.reason?.startsWith('TaskRun')) return undefined;
  const steps = status?.steps ?? [];
  const own =
    steps.find(({ name }) => name === task) ?? steps.find(({ name }) => !/^(?:take-inputs|hand-on)$/.test(name));
  if (own?.terminated === undefined) return undefined;
  const { exitCode, reason } = own.terminated;
  const files = Object.fromEntries((status?.results ?? []).map(({ name, value }) => [name, String(value)]));
  const how = reason === 'OOMKilled' || reason === 'Completed' ? reason : 'Error';
  return { kind: 'ended', exitCode, reason: how, files };
}
