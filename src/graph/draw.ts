import { branch } from './branch';
import { conditionOf } from './condition';
import { dependenciesOf, resultsText } from './depends';
import { drawCall } from './draw-call';
import { type Fields, textAt } from './field';
import type { End, Flow } from './flow';
import { mergedArms } from './merged-arms';
import type { Scope } from './scope';
import { groupsOf, tasksOf } from './template-form';

/** What a call left in the picture. @internal */
export interface Drawn {
  /** Where it goes on when it succeeded; nowhere after what ends red. */
  readonly done: Flow;
  /** Where it goes on when its condition did not hold. */
  readonly passed: readonly End[];
  /** Where it goes on when it failed. */
  readonly failed: readonly End[];
}

/** Draws what is inside a template, and says where it ends. @internal */
export function drawInside(template: Fields, flow: Flow, scope: Scope): Flow {
  return 'dag' in template ? drawTasks(template, flow, scope) : drawGroups(template, flow, scope);
}

function drawGroups(template: Fields, flow: Flow, scope: Scope): Flow {
  let at = flow;
  for (const group of groupsOf(template)) {
    const always = group.filter((call) => textAt(call, 'when') === '');
    const arms = mergedArms(
      group
        .filter((call) => textAt(call, 'when') !== '')
        .map((call) => ({ call, condition: conditionOf(textAt(call, 'when'), scope.naming) })),
      scope,
    );
    const { taken, passed } = branch(
      at,
      arms.map(({ condition }) => condition),
      scope,
    );
    const done = always.flatMap((call) => drawCall(call, at, scope).done);
    const ways = arms.map(({ call }, index) => drawCall(call, taken[index] ?? [], scope).done);
    const either = [...ways.flatMap(ends), ...(always.length > 0 ? [] : passed)];
    at = arms.length === 0 ? done : [...done, ...(either.length === 0 ? [] : [either])];
  }
  return at;
}

/** Ends of which one is reached, from those that are all reached: a picture shows the arrows of all. */
function ends(flow: Flow): readonly End[] {
  return flow.flat();
}

function drawTasks(template: Fields, flow: Flow, scope: Scope): Flow {
  const tasks = sorted(tasksOf(template));
  const drawn = new Map<string, Drawn>();
  const consumed = new Set<string>();
  for (const task of tasks) {
    const before = dependenciesOf(task).flatMap(({ task: name, results }): readonly (readonly End[])[] => {
      const other = drawn.get(name);
      if (other === undefined) return [];
      const label = resultsText(results);
      const onSuccess = results.has('Succeeded') || results.has('Daemoned') || results.has('AnySucceeded');
      if (onSuccess) consumed.add(`${name} done`);
      if (results.has('Skipped')) consumed.add(`${name} passed`);
      const found = [...(onSuccess ? other.done.flat() : []), ...(results.has('Skipped') ? other.passed : [])];
      // Nothing follows what ends red; but who says so shall find the arrow.
      if (found.length === 0 && (onSuccess || label !== '')) found.push(...other.failed);
      return found.length === 0 ? [] : [found.map((end) => (end.label === '' ? { ...end, label } : end))];
    });
    const waits = dependenciesOf(task).length > 0;
    drawn.set(textAt(task, 'name'), drawTask(task, waits ? before : flow, scope));
  }
  return tasks.flatMap((task) => {
    const name = textAt(task, 'name');
    const left = [
      ...(consumed.has(`${name} done`) ? [] : (drawn.get(name)?.done.flat() ?? [])),
      ...(consumed.has(`${name} passed`) ? [] : (drawn.get(name)?.passed ?? [])),
    ];
    return left.length === 0 ? [] : [left];
  });
}

function drawTask(task: Fields, flow: Flow, scope: Scope): Drawn {
  const when = textAt(task, 'when');
  if (when === '') return drawCall(task, flow, scope);
  const { taken, passed } = branch(flow, [conditionOf(when, scope.naming)], scope);
  return { ...drawCall(task, taken[0] ?? [], scope), passed };
}

/** Tasks after those that they wait for, and else as they were written; what waits in a circle comes last. */
function sorted(tasks: readonly Fields[]): readonly Fields[] {
  const all = tasks.map((task) => ({
    task,
    name: textAt(task, 'name'),
    needs: dependenciesOf(task).map((each) => each.task),
  }));
  const waiting = new Set(all);
  // Two of one name are an error of whoever wrote them, and both are drawn.
  const left = new Map<string, number>();
  for (const { name } of all) left.set(name, (left.get(name) ?? 0) + 1);
  const order: Fields[] = [];
  for (let size = -1; size !== waiting.size; ) {
    size = waiting.size;
    for (const each of waiting) {
      if (each.needs.some((other) => (left.get(other) ?? 0) > 0)) continue;
      order.push(each.task);
      waiting.delete(each);
      left.set(each.name, (left.get(each.name) ?? 0) - 1);
    }
  }
  return [...order, ...[...waiting].map(({ task }) => task)];
}
