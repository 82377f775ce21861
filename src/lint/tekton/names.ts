/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ @internal */
export function isLabel(name: string): boolean {
  return name.length <= 63 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(name);
}

/** @internal */
export function isSubdomain(name: string): boolean {
  return name.length <= 253 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/.test(name);
}

/** A name with a domain before it, or without: `tasks/build`. @internal */
export function isQualifiedName(name: string): boolean {
  const parts = name.split('/');
  if (parts.length > 2 || (parts.length === 2 && !isSubdomain(parts[0] ?? ''))) return false;
  const last = parts.at(-1) ?? '';
  return last.length <= 63 && /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(last);
}

/** @internal */
export function isResultName(name: string): boolean {
  return /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/.test(name);
}

/** The value of a label; none is one. @internal */
export function isLabelValue(value: string): boolean {
  return value.length <= 63 && /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/.test(value);
}

/** The first index at which a name is there again. @internal */
export function repeated<T>(items: readonly T[], nameOf: (item: T) => string): readonly number[] {
  const seen = new Set<string>();
  return items.flatMap((item, i) => {
    const name = nameOf(item);
    if (seen.has(name)) return [i];
    seen.add(name);
    return [];
  });
}
