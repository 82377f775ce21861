import { type Fields, listAt, textAt } from './field';

/** What a task waits for: another one, and which of its results. @internal */
export interface Dependency {
  readonly task: string;
  readonly results: ReadonlySet<string>;
}

const all = ['Succeeded', 'Failed', 'Errored', 'Skipped', 'Omitted', 'Daemoned'];
/** What a task's name alone means. */
const unnamed = ['Succeeded', 'Skipped', 'Daemoned'];

/**
 * The tasks that a task comes after, by `depends` or `dependencies`. Who combines them is not asked: a picture shows arrows.
 *
 * @see https://argo-workflows.readthedocs.io/en/latest/enhanced-depends-logic/
 * @internal
 */
export function dependenciesOf(task: Fields): readonly Dependency[] {
  const depends = textAt(task, 'depends');
  if (depends === '') {
    const named = listAt(task, 'dependencies').map((name) => textAt(name));
    return [...new Set(named)].map((name) => ({ task: name, results: new Set(unnamed) }));
  }
  const found = new Map<string, Set<string>>();
  for (const [, not, name = '', result] of depends.matchAll(/(!?)\s*([A-Za-z0-9_-]+)(?:\.([A-Za-z]+))?/g)) {
    const meant = result === undefined ? unnamed : [result];
    const results = not === '!' ? all.filter((each) => !meant.includes(each)) : meant;
    found.set(name, new Set([...(found.get(name) ?? []), ...results]));
  }
  return [...found].map(([name, results]) => ({ task: name, results }));
}

/** What an arrow from a task says; nothing where it succeeded. @internal */
export function resultsText(results: ReadonlySet<string>): string {
  const failed = results.has('Failed') || results.has('Errored');
  if (results.has('Succeeded')) return failed ? always : '';
  if (failed) return results.has('Failed') ? 'failed' : 'error';
  if (results.has('AllFailed')) return 'all failed';
  if (results.has('AnySucceeded')) return 'any succeeded';
  return '';
}

/** On an arrow that is taken whether the step went well or not. @internal */
export const always = 'always';
