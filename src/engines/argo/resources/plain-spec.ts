/**
 * Tells whether a value is data all through, with nothing that cdk8s would have to resolve.
 *
 * @internal
 */
export function isPlain(value: unknown): boolean {
  if (value === undefined || value === null) return value === undefined;
  if (typeof value !== 'object')
    return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
  if (Array.isArray(value)) return value.every((item) => item !== undefined && isPlain(item));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const key in value) if (!isPlain((value as { readonly [key: string]: unknown })[key])) return false;
  return true;
}
