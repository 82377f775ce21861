type Fields = Readonly<Record<string, unknown>>;

/**
 * A Secret that a manifest reads.
 *
 * @internal
 */
export interface SecretReference {
  readonly name: string;
  /** Keys it must have; none if it is used as a whole. */
  readonly keys: readonly string[];
  readonly optional: boolean;
}

/**
 * The Secret that a field of a manifest refers to, if it refers to one.
 *
 * Goes by shape, because every engine has names of its own for the same selector: `{ name, key }` anywhere but under a
 * ConfigMap's field, `secretName` with or without `secretKey`, `secretRef`, a projected `secret`.
 *
 * @param field name of the field that holds the value
 * @internal
 */
export function secretReference(field: string, value: Fields): SecretReference | undefined {
  const { name, key, secretName, secretKey } = value;
  const optional = value.optional === true;
  if (typeof secretName === 'string') {
    return { name: secretName, keys: typeof secretKey === 'string' ? [secretKey] : itemKeys(value), optional };
  }
  if (typeof name !== 'string') return undefined;
  if (typeof key === 'string') {
    const surplus = Object.keys(value).some((other) => other !== 'name' && other !== 'key' && other !== 'optional');
    return surplus || /config_?map/i.test(field) ? undefined : { name, keys: [key], optional };
  }
  if (field === 'secret' || /secretref$/i.test(field)) return { name, keys: itemKeys(value), optional };
  return undefined;
}

function itemKeys({ items }: Fields): string[] {
  if (!Array.isArray(items)) return [];
  return items.flatMap((item: Fields | null) => (typeof item?.key === 'string' ? [item.key] : []));
}
