import { isHandOver, isStep } from '../kubelet/tekton/step-kind';
import type { Step } from './pipeline-run';
import type { TektonRun } from './run';

/** A task whose program ran. */
export interface ProgramRun {
  /** Its name in the pipeline. */
  readonly task: string;
  readonly steps: readonly Step[];
}

/** The tasks whose programs ran, in the order their pods came. A task that only hands values on has no program. */
export function programsRun({ pods, taskRuns }: TektonRun): readonly ProgramRun[] {
  return pods.flatMap(({ metadata: { labels = {} }, spec }) => {
    const program = spec.containers.find((container) => isStep(container) && !isHandOver(container));
    if (program === undefined) return [];
    const run = taskRuns.find(({ metadata }) => metadata.name === labels['tekton.dev/taskRun']);
    const steps = run?.status?.steps ?? [];
    const own = steps.find(({ name }) => `step-${name}` === program.name);
    if (own?.terminationReason === 'Skipped') return [];
    return [{ task: labels['tekton.dev/pipelineTask'] ?? '', steps }];
  });
}

/** What the programs printed, for whom a test fails. */
export function logOf({ logs }: TektonRun): string {
  return [...logs].map(([pod, text]) => `--- ${pod}\n${text.replace(noise, '')}`).join('\n');
}

/** What the entrypoint and the stand-in say in every pod. */
const noise = /^(?:given .*|.*non-fatal error copying credentials.*)\n+/gm;
