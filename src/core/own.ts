/**
 * A property of the object's own; nothing for those that every object inherits, such as `constructor`.
 *
 * @internal
 */
export function own<T>(object: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
