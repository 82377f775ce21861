/** Data of a manifest; a test changes it through `set`. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A change to a good set of objects that an engine minds. */
export interface Mutation {
  /** What somebody got wrong. */
  readonly what: string;
  /** A path such as `release.spec.templates.0.name`, whose first part is the object's name; `~` is a dot in a key. */
  readonly path: string;
  /** What stands there then; undefined takes the field away. */
  readonly value: Json | undefined;
  /** Judges that must object, by their names without the version of Kubernetes and of its pod security. */
  readonly judges: readonly string[];
  readonly message: RegExp;
  /** Where in the object the rejected one is, when it is one that the object would create. */
  readonly inside?: string;
}

/** Puts a value at a path, or takes away what is there. */
export function set(objects: Json[], path: string, value: Json | undefined): Json[] {
  const [name, ...keys] = path.split('.').map((key) => key.replaceAll('~', '.'));
  const last = keys.pop();
  // Through JSON, as parts are shared between the objects.
  const copy: Json[] = JSON.parse(JSON.stringify(objects));
  let at = copy.find((object) => name === step(step(object, 'metadata'), 'name'));
  for (const key of keys) at = step(at, key);
  if (typeof at !== 'object' || at === null || last === undefined) throw new Error(`nothing at ${path}`);
  Object.assign(at, { [last]: value });
  return copy;
}

function step(value: Json | undefined, key: string): Json | undefined {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
