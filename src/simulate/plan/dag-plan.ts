import { type TaskDependencies, taskDependencies } from '../../expr/argo/depends';
import type { DAGTask, DAGTemplate } from '../../schemas/argo/types';

/** The order of a DAG's tasks. @internal */
export interface DagPlan {
  readonly tasks: ReadonlyMap<string, DagTaskPlan>;
  /** What has to end before the DAG has; nothing where the manifest computes it. */
  readonly targets: readonly string[] | undefined;
  readonly failFast: boolean;
}

/** @internal */
export interface DagTaskPlan {
  readonly source: DAGTask;
  readonly dependencies: readonly string[];
  /** When it runs. */
  readonly depends: TaskDependencies;
  readonly problem: string | undefined;
  /** All tasks before it, near and far. */
  readonly ancestors: readonly string[];
}

/** @internal */
export function planDag(dag: DAGTemplate): DagPlan {
  const sources = new Map(dag.tasks.map((task) => [task.name, task]));
  const found = new Map<string, Pick<DagTaskPlan, 'dependencies' | 'depends' | 'problem'>>();
  for (const task of dag.tasks) found.set(task.name, dependenciesOf(task, sources));
  const tasks = new Map<string, DagTaskPlan>();
  for (const source of dag.tasks) {
    const own = found.get(source.name) ?? { dependencies: [], depends: always, problem: undefined };
    tasks.set(source.name, { source, ...own, ancestors: ancestorsOf(source.name, found) });
  }
  return { tasks, targets: targetsOf(dag, tasks), failFast: dag.failFast ?? true };
}

const always: TaskDependencies = { tasks: new Map(), logic: '' };

function dependenciesOf(task: DAGTask, sources: ReadonlyMap<string, DAGTask>) {
  const read = taskDependencies(task, (name) => sources.get(name));
  if (!read.ok) return { dependencies: [], depends: always, problem: read.problem.message };
  const dependencies = [...read.value.tasks.keys()];
  const unknown = dependencies.find((name) => !sources.has(name));
  return {
    dependencies,
    depends: read.value,
    problem: unknown === undefined ? undefined : `task '${unknown}' is not defined`,
  };
}

function ancestorsOf(name: string, tasks: ReadonlyMap<string, { readonly dependencies: readonly string[] }>): string[] {
  const seen = new Set<string>();
  const visit = (task: string) => {
    for (const dependency of tasks.get(task)?.dependencies ?? []) {
      if (seen.has(dependency) || dependency === name) continue;
      visit(dependency);
      seen.add(dependency);
    }
  };
  visit(name);
  return [...seen];
}

function targetsOf(dag: DAGTemplate, tasks: ReadonlyMap<string, DagTaskPlan>): readonly string[] | undefined {
  if (dag.target?.includes('{{')) return undefined;
  if (dag.target !== undefined && dag.target !== '') return dag.target.split(' ');
  const needed = new Set([...tasks.values()].flatMap(({ dependencies }) => dependencies));
  return [...tasks.keys()].filter((name) => !needed.has(name)).sort();
}
