type Fields = Readonly<Record<string, unknown>>;

const OBJECT = ['apiVersion', 'kind', 'metadata', 'spec'];
const METADATA = ['name', 'generateName', 'namespace', 'labels', 'annotations'];

/**
 * A Kubernetes object with its fields in the order people write them; any other map as it is.
 *
 * @internal
 */
export function manifestOrder(object: Fields): Fields {
  if (object.apiVersion === undefined || object.kind === undefined) return object;
  const ordered = startingWith(OBJECT, object);
  const { metadata } = ordered;
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) return ordered;
  return { ...ordered, metadata: startingWith(METADATA, metadata as Fields) };
}

/**
 * An item of a list with its name in front.
 *
 * @internal
 */
export function nameFirst(item: Fields): Fields {
  if (item.name === undefined || !Object.hasOwn(item, 'name')) return item;
  for (const key in item) return key === 'name' ? item : startingWith(['name'], item);
  return item;
}

function startingWith(keys: readonly string[], map: Fields): Fields {
  const ordered: Record<string, unknown> = {};
  for (const key of keys) if (Object.hasOwn(map, key)) ordered[key] = map[key];
  for (const key of Object.keys(map)) if (!Object.hasOwn(ordered, key)) define(ordered, key, map[key]);
  return ordered;
}

/** Assigning to `__proto__` would set the prototype instead of a field. */
function define(map: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(map, key, { value, enumerable: true, configurable: true });
  else map[key] = value;
}
