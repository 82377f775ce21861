import type { Definitions, JsonSchema } from '../../src/schemas/release';

/** One object of a document. */
export interface Level {
  /** The names of the properties that lead there; `*` for a key of a map. */
  readonly path: string;
  readonly object: Record<string, unknown>;
  /** Whether the schema knows all its keys. */
  readonly closed: boolean;
}

/** Every object of a document, with whether the schema closes it. */
export function levels(value: unknown, schema: JsonSchema, definitions: Definitions, path = ''): Level[] {
  const name = typeof schema.$ref === 'string' ? schema.$ref.slice('#/definitions/'.length) : undefined;
  const actual = name === undefined ? schema : (definitions[name] ?? {});
  if (Array.isArray(value)) {
    return value.flatMap((item) => levels(item, (actual.items ?? {}) as JsonSchema, definitions, `${path}[]`));
  }
  if (typeof value !== 'object' || value === null) return [];
  const properties = (actual.properties ?? {}) as Definitions;
  const rest = (actual.additionalProperties || {}) as JsonSchema;
  const object = value as Record<string, unknown>;
  const below = Object.entries(object).flatMap(([key, child]) =>
    levels(child, properties[key] ?? rest, definitions, `${path}.${properties[key] ? key : '*'}`),
  );
  return [{ path, object, closed: actual.additionalProperties === false }, ...below];
}
