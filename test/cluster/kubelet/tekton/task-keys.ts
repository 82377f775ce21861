import type { Pod } from '../pod';

/** What a scenario may call a pod of a TaskRun. */
export function taskKeys({ metadata: { labels = {} } }: Pod): readonly string[] {
  const task = labels['tekton.dev/pipelineTask'] ?? labels['tekton.dev/taskRun'] ?? '';
  const definition = labels['tekton.dev/task'] ?? '';
  const pipeline = labels['tekton.dev/pipeline'] ?? '';
  const own = definition.startsWith(`${pipeline}-`) ? definition.slice(pipeline.length + 1) : definition;
  return [...numbered(task, labels['tekton.dev/taskRun'] ?? ''), task, own].filter((key) => key !== '');
}

/** Tekton numbers the TaskRuns of a matrix at the end of their names. */
function numbered(task: string, run: string): readonly string[] {
  const number = /-(\d+)$/.exec(run)?.[1];
  return number === undefined || run.endsWith(`-${task}`) ? [] : [`${task}(${number})`];
}
