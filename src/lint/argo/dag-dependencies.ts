import { type TaskDependencies, taskDependencies } from '../../expr/argo/depends';
import type { PlacedTemplate } from './templates';

/** What the tasks of a DAG wait for. @internal */
export interface DagDependencies {
  /** By task: what it waits for itself. */
  readonly direct: ReadonlyMap<string, TaskDependencies['tasks']>;
  /** Task and the name of one that there is not. */
  readonly unknown: readonly (readonly [task: string, name: string])[];
  /** All tasks before one, near and far. */
  ancestorsOf(task: string): readonly string[];
}

const known = new WeakMap<PlacedTemplate, DagDependencies>();

/** @internal */
export function dagDependencies(placed: PlacedTemplate): DagDependencies {
  const found = known.get(placed) ?? compute(placed);
  known.set(placed, found);
  return found;
}

function compute({ template }: PlacedTemplate): DagDependencies {
  const tasks = new Map((template.dag?.tasks ?? []).map((task) => [task.name, task]));
  const direct = new Map<string, TaskDependencies['tasks']>();
  const unknown: [string, string][] = [];
  for (const [name, task] of tasks) {
    // What there is not counts as a task here, so that the others are found.
    const read = taskDependencies(task, (other) => tasks.get(other) ?? { name: other });
    const waits = read.ok ? read.value.tasks : new Map<string, 'task' | 'items'>();
    direct.set(name, waits);
    for (const other of waits.keys()) {
      if (!tasks.has(other)) unknown.push([name, other]);
    }
  }
  return {
    direct,
    unknown,
    ancestorsOf: (task) => {
      const seen = new Set<string>();
      const waiting = [task];
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        for (const other of direct.get(next)?.keys() ?? []) {
          if (seen.has(other)) continue;
          seen.add(other);
          waiting.push(other);
        }
      }
      return [...seen];
    },
  };
}
