/** The same value without the members that are null: Kubernetes reads them as absent. @internal */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== null) result[name] = withoutNulls(member);
  }
  return result;
}
