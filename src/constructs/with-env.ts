import { graphOf } from '../core/builder/add-step';
import { checkEnv, type Env } from '../core/container/env';
import type { TaskGraph } from '../core/task';
import { type Unit, unitGraph } from '../core/unit';

/** The same task with more in its environment; what it sets itself stays. @internal */
export function withEnv<I, O>(unit: Unit<I, O>, env: Env): Unit<I, O> {
  const graph = graphOf(unit);
  if (graph.kind !== 'task') return unit;
  const more: TaskGraph = Object.freeze({ ...graph, env: { ...checkEnv(env, `task '${graph.name}'`), ...graph.env } });
  return Object.freeze({ ...unit, [unitGraph]: more });
}
