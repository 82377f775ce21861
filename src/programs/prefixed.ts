import type { Variable } from './environment';

/**
 * The same variables under names that begin so, for a program that does the work of another at several places.
 *
 * @internal
 */
export function prefixed<C extends { readonly [K in keyof C]: Variable<unknown> }>(prefix: string, contract: C): C {
  const entries = Object.entries(contract as Readonly<Record<string, Variable<unknown>>>);
  return Object.fromEntries(entries.map(([key, of]) => [key, { ...of, name: `${prefix}${of.name}` }])) as unknown as C;
}

/**
 * What was said of the variables of a contract, with the names that they have under the prefix.
 *
 * @internal
 */
export function renamed<C extends { readonly [K in keyof C]: Variable<unknown> }>(
  prefix: string,
  contract: C,
  text: string,
): string {
  const names = Object.values(contract as Readonly<Record<string, Variable<unknown>>>).map(({ name }) => name);
  return text.replace(/\b[A-Z]+(?:_[A-Z]+)*\b/g, (word) => (names.includes(word) ? `${prefix}${word}` : word));
}
