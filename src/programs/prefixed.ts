import type { Variable } from './environment';

/**
 * A contract with the same variables under names that begin so, for a program that does the work of another at several
 * places.
 *
 * @internal
 */
export function prefixed<C extends object>(prefix: string, contract: C): C {
  const entries = variablesOf(contract).map(([key, of]) => [key, { ...of, name: `${prefix}${of.name}` }] as const);
  return Object.fromEntries(entries) as unknown as C;
}

/** What was said of the variables of a contract, with the names that they have under the prefix. @internal */
export function renamed(prefix: string, contract: object, text: string): string {
  const names = variablesOf(contract).map(([, { name }]) => name);
  return text.replace(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\b/g, (word) =>
    names.includes(word) ? `${prefix}${word}` : word,
  );
}

function variablesOf(contract: object): readonly (readonly [string, Variable<unknown>])[] {
  return Object.entries(contract as Readonly<Record<string, Variable<unknown>>>);
}
