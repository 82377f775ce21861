/**
 * The same value without the members that are null: Kubernetes reads them as absent. What holds none is given back as it is,
 * not copied.
 *
 * @internal
 */
export function withoutNulls(value: unknown): unknown {
  return hasNull(value) ? copied(value) : value;
}

function hasNull(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasNull);
  for (const name in value) {
    const member: unknown = (value as Readonly<Record<string, unknown>>)[name];
    if (member === null || hasNull(member)) return true;
  }
  return false;
}

function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== null) result[name] = copied(member);
  }
  return result;
}
