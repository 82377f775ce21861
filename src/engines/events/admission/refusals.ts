/** What Argo Events would object to, in its own words and order; it says the first. @internal */
export type Refusals = Generator<string, void, undefined>;

/** Go's JSON holds a missing field, null and the empty value of its type to be the same. @internal */
export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
