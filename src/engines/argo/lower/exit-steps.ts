import { stepsOf } from '../../../core/graph/tasks-of';
import type { PipelineGraph, ReferenceGraph } from '../../../core/graph/unit-graph';
import type { TaskGraph } from '../../../core/task';
import type { WorkflowStep } from '../../../schemas/argo/types';
import type { Context } from './context';
import { taskTemplate } from './task-template';

/**
 * What a run ends with, of its own pipeline and of all that it calls: a templateRef does not bring the exit handler of
 * its owner, so every caller has it, each task once.
 *
 * @internal
 */
export function exitSteps(graph: PipelineGraph, context: Context): readonly WorkflowStep[] {
  const found = new Map<TaskGraph, ReferenceGraph | undefined>();
  collect(graph, undefined, found);
  const names = stepNames([...found.keys()]);
  return [...found].map(([task, from], index): WorkflowStep => {
    const name = names[index] ?? task.name;
    if (from !== undefined) return { name, templateRef: { name: from.object.name, template: task.name } };
    return { name, template: context.templates.ensure(task.name, task, () => taskTemplate(task, context)) };
  });
}

/** Two applications may have environments of one name, and so tasks of one name: the second has a number. */
function stepNames(tasks: readonly TaskGraph[]): readonly string[] {
  const seen = new Map<string, number>();
  return tasks.map(({ name }) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}-${count}`;
  });
}

/** One that is in the pipeline's own object is taken from there. */
function collect(
  graph: PipelineGraph,
  from: ReferenceGraph | undefined,
  found: Map<TaskGraph, ReferenceGraph | undefined>,
): void {
  const { exit } = graph;
  if (exit !== undefined && (!found.has(exit) || from === undefined)) found.set(exit, from);
  for (const { unit } of stepsOf(graph)) {
    if (unit.kind === 'pipeline') collect(unit, from, found);
    if (unit.kind === 'reference') collect(unit.unit, unit, found);
  }
}
