import { graphOf } from '../core/builder/add-step';
import { checkEnv, type Env } from '../core/container/env';
import { PipelineError } from '../core/error';
import { tasksOf } from '../core/graph/tasks-of';
import type { TaskGraph } from '../core/task';
import { type Unit, unitGraph } from '../core/unit';

/**
 * The same task with more in its environment; what it sets itself stays. A unit of several tasks says itself which of them
 * need it.
 *
 * @internal
 */
export function withEnv<I, O>(unit: Unit<I, O>, env: Env, at: string): Unit<I, O> {
  const graph = graphOf(unit, at);
  if (graph.kind !== 'task') {
    const tasks = tasksOf(graph);
    const missing = Object.keys(env).filter((name) => !tasks.some((task) => Object.hasOwn(task.env, name)));
    if (missing.length === 0) return unit;
    throw new PipelineError({
      code: 'MLP1203',
      message: `${graph.kind} '${graph.name}' has no environment of its own for ${missing.join(', ')}`,
      fix: 'set them where its tasks are declared: env: registry.env',
      at,
    });
  }
  if (Object.keys(env).length === 0) return unit;
  const more: TaskGraph = Object.freeze({ ...graph, env: { ...checkEnv(env, `task '${graph.name}'`), ...graph.env } });
  return Object.freeze({ ...unit, [unitGraph]: more });
}
