import { check } from './expr/check';
import { CompileError, EvaluationError, UnsupportedError } from './expr/evaluation-error';
import { bool, type Nature } from './expr/nature';
import { optimize } from './expr/optimize';
import { parse } from './expr/parser';
import { compile, type Program } from './expr/program';
import { failed, found, type Result, unsupported } from './result';
import type { Value } from './value';

/**
 * The fields of a task that say what it waits for.
 *
 * @internal
 */
export interface DagTask {
  readonly name: string;
  readonly depends?: string | undefined;
  readonly dependencies?: readonly string[] | undefined;
  readonly continueOn?: { readonly error?: boolean | undefined; readonly failed?: boolean | undefined } | undefined;
}

/** @internal */
export interface TaskDependencies {
  /** The tasks that are waited for; `items` where the items of a loop are asked. */
  readonly tasks: ReadonlyMap<string, 'task' | 'items'>;
  /** The condition, bare names written out. */
  readonly logic: string;
}

/**
 * What became of a task, as `depends` asks for it.
 *
 * @internal
 */
export interface TaskResults {
  readonly Succeeded: boolean;
  readonly Failed: boolean;
  readonly Errored: boolean;
  readonly Skipped: boolean;
  readonly Omitted: boolean;
  readonly Daemoned: boolean;
  /** Of the items of a loop. */
  readonly AnySucceeded: boolean;
  /** Of the items of a loop: all of them Failed, none in error. False without items. */
  readonly AllFailed: boolean;
}

const words = [
  ...(['Succeeded', 'Failed', 'Errored', 'Skipped', 'Omitted', 'Daemoned', 'AnySucceeded', 'AllFailed'] as const),
];

const taskResults: Nature = { kind: 'struct', fields: new Map(words.map((word) => [word, bool])) };

const nameOrResult = /([a-zA-Z0-9][-a-zA-Z0-9]*?\.[A-Z][a-zA-Z]+)|([a-zA-Z0-9][-a-zA-Z0-9]*)/g;

/**
 * What a task waits for, from its `depends` or its `dependencies`.
 *
 * @param find the task of a name in the same DAG
 * @internal
 */
export function taskDependencies(task: DagTask, find: (name: string) => DagTask | undefined): Result<TaskDependencies> {
  const given = task.depends ?? '';
  let unknown: string | undefined;
  const expanded = (name: string): string => {
    const other = find(name);
    if (other === undefined) unknown ??= name;
    const wanted = ['Succeeded', 'Skipped', 'Daemoned'];
    if (other?.continueOn?.error === true) wanted.push('Errored');
    if (other?.continueOn?.failed === true) wanted.push('Failed');
    return `(${wanted.map((word) => `${name}.${word}`).join(' || ')})`;
  };
  const written = given === '' ? (task.dependencies ?? []).map(expanded).join(' && ') : given;
  const tasks = new Map<string, 'task' | 'items'>();
  const logic = written.replace(nameOrResult, (match, result: string | undefined) => {
    const [name = '', word = ''] = match.split('.');
    if (result === undefined) {
      tasks.set(match, 'task');
      return expanded(match);
    }
    if (word === 'AnySucceeded' || word === 'AllFailed') tasks.set(name, 'items');
    else if (!tasks.has(name)) tasks.set(name, 'task');
    return match;
  });
  // The controller would panic; its validation comes first.
  return unknown === undefined ? found({ tasks, logic }) : failed(`task '${unknown}' is not defined`);
}

interface Plan {
  /** The tasks, and what the condition calls them: a minus would be one. */
  readonly names: readonly (readonly [task: string, name: string])[];
  readonly written: string;
  readonly program: Program | string;
}

const plans = new WeakMap<TaskDependencies, Plan>();

/**
 * Whether a task runs, once everything it waits for is over.
 *
 * @param of what became of a task, by its name
 * @internal
 */
export function evaluateDepends(dependencies: TaskDependencies, of: (task: string) => TaskResults): Result<boolean> {
  const known = plans.get(dependencies);
  const { names, written, program } = known ?? planOf(dependencies);
  const wrong = (message: string) => failed(`unable to evaluate expression '${written}': ${message}`);
  if (typeof program === 'string') return wrong(program);
  const scope = new Map<string, Value>();
  for (const [task, name] of names) scope.set(name, fieldsOf(of(task)));
  try {
    const value = program({ value: (name) => scope.get(name) ?? null, locals: noLocals, pointers: [] });
    return typeof value === 'boolean' ? found(value) : wrong('unable to cast expression result to bool');
  } catch (problem) {
    if (problem instanceof UnsupportedError) return unsupported(`not evaluated here: ${problem.message}`);
    if (problem instanceof EvaluationError) return wrong(problem.message);
    throw problem;
  }
}

const noLocals = new Map<string, Value>();

function fieldsOf(results: TaskResults): Value {
  const fields = new Map<Value, Value>();
  for (const word of words) fields.set(word, results[word]);
  return fields;
}

function planOf(dependencies: TaskDependencies): Plan {
  const written = dependencies.logic.replaceAll('-', '_');
  const names = new Map<string, string>();
  for (const task of dependencies.tasks.keys()) {
    const name = task.replaceAll('-', '_');
    if (!names.has(name)) names.set(name, task);
  }
  const plan = {
    names: [...names].map(([name, task]) => [task, name] as const),
    written,
    program: compiled(written, names),
  };
  plans.set(dependencies, plan);
  return plan;
}

function compiled(logic: string, scope: ReadonlyMap<string, string>): Program | string {
  try {
    const node = parse(logic);
    check(node, (name) => (scope.has(name) ? taskResults : undefined));
    return compile(optimize(node));
  } catch (problem) {
    if (problem instanceof CompileError) return problem.message;
    if (problem instanceof UnsupportedError) {
      return () => {
        throw problem;
      };
    }
    throw problem;
  }
}
