import fc from 'fast-check';
import type { Definitions, JsonSchema } from '../../src/schemas/release';

/** Below this depth an object gets the properties that it needs and no others. */
const deep = 6;

/** Any value that a definition allows, small enough to read. */
export function anyOf(definition: string, definitions: Definitions): fc.Arbitrary<unknown> {
  return arbitrary({ $ref: `#/definitions/${definition}` }, definitions, 0);
}

const anything = fc.constantFrom<unknown>('text', 1, true, { key: 'value' });

function arbitrary(schema: JsonSchema, definitions: Definitions, depth: number): fc.Arbitrary<unknown> {
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.slice('#/definitions/'.length);
    return arbitrary(definitions[name] ?? {}, definitions, depth);
  }
  if (schema.enum !== undefined) return fc.constantFrom(...(schema.enum as unknown[]));
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length === 0) return anything;
  return fc.oneof(...types.map((type) => typed(type as string, schema, definitions, depth)));
}

function typed(type: string, schema: JsonSchema, definitions: Definitions, depth: number): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string':
      return text(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'integer':
    case 'number':
      return fc.integer({ min: (schema.minimum ?? 0) as number, max: (schema.maximum ?? 1_000) as number });
    case 'array': {
      const minLength = (schema.minItems ?? 0) as number;
      const maxLength = depth > deep ? minLength : Math.max(minLength, 2);
      return fc.array(arbitrary((schema.items ?? {}) as JsonSchema, definitions, depth + 1), { minLength, maxLength });
    }
    case 'object':
      return object(schema, definitions, depth);
    default:
      throw new Error(`the schemas have values of type '${type}', and this knows none`);
  }
}

function text({ pattern, minLength = 0, maxLength = 20 }: JsonSchema): fc.Arbitrary<string> {
  if (typeof pattern !== 'string') return fc.constantFrom('a', 'some-text', '{{inputs.parameters.name}}');
  // A quantity; making texts of this pattern takes long.
  if (pattern.includes('[KMGTPE]i')) return fc.constantFrom('1', '500m', '1.5', '2Gi');
  // A span of time; the longest are more than Go can hold.
  if (pattern.startsWith('^[-+]?(0|')) return fc.constantFrom('0', '30s', '1h30m', '-1.5ms');
  const fits = (value: string) => value.length >= (minLength as number) && value.length <= (maxLength as number);
  return fc.stringMatching(new RegExp(pattern, 'u'), { size: 'small' }).filter(fits);
}

function object(schema: JsonSchema, definitions: Definitions, depth: number): fc.Arbitrary<unknown> {
  const rest = schema.additionalProperties;
  if (rest) {
    const value = arbitrary(rest as JsonSchema, definitions, depth + 1);
    const minKeys = (schema.minProperties ?? 0) as number;
    return fc.dictionary(fc.constantFrom('key', 'other'), value, { minKeys, maxKeys: depth > deep ? minKeys : 1 });
  }
  const properties = (schema.properties ?? {}) as Definitions;
  const required = (schema.required ?? []) as readonly string[];
  const optional = Object.keys(properties).filter((name) => !required.includes(name));
  return fc
    .subarray(optional, { maxLength: depth > deep ? 0 : Math.min(4, optional.length) })
    .chain((some) =>
      fc.record(
        Object.fromEntries(
          [...required, ...some].map((name) => [name, arbitrary(properties[name] ?? {}, definitions, depth + 1)]),
        ),
      ),
    );
}
