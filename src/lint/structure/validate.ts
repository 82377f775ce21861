import type { Definitions, JsonSchema } from '../../schemas/release';
import { isMap } from '../../yaml/is-map';
import type { YamlPath } from '../../yaml/read';
import type { Issue } from './issue';

/** Nested deeper than this, nothing is looked at: no object of Kubernetes is. */
const deepest = 200;

/**
 * All places where a value does not fit a definition. Knows the keywords that our schemas have, and no others: a test
 * compares it with ajv. `null` is read as absent, as Kubernetes does.
 *
 * A validator of our own, since compiling the schemas takes longer than reading a whole folder.
 *
 * @internal
 */
export function validate(value: unknown, definition: string, definitions: Definitions, at: YamlPath): readonly Issue[] {
  const issues: Issue[] = [];
  visit(value, { $ref: `#/definitions/${definition}` }, at);
  return issues;

  function visit(value: unknown, given: JsonSchema, path: YamlPath): void {
    if (path.length > deepest) return;
    const schema = resolved(given, definitions);
    const wanted = typesOf(schema);
    if (wanted.length > 0 && !wanted.some((type) => isOfType(value, type))) {
      issues.push({ kind: 'type', path, value, wanted });
      return;
    }
    if (Array.isArray(value)) visitList(value, schema, path);
    else if (isMap(value)) visitMap(value, schema, path);
    else visitScalar(value, schema, path);
  }

  function visitList(list: readonly unknown[], schema: JsonSchema, path: YamlPath): void {
    limit(list.length, schema.minItems, schema.maxItems, 'items', list, path);
    if (schema.items === undefined) return;
    list.forEach((item, i) => {
      visit(item, schema.items as JsonSchema, [...path, i]);
    });
  }

  function visitMap(map: Readonly<Record<string, unknown>>, schema: JsonSchema, path: YamlPath): void {
    const properties = (schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
    const rest = schema.additionalProperties;
    let count = 0;
    for (const [name, member] of Object.entries(map)) {
      if (member === null) continue;
      count++;
      const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (known !== undefined) visit(member, known, [...path, name]);
      else if (rest === false)
        issues.push({
          kind: 'unknown',
          path: [...path, name],
          field: name,
          known: Object.keys(properties),
          beside: Object.keys(map),
        });
      else if (isMap(rest)) visit(member, rest, [...path, name]);
    }
    limit(count, schema.minProperties, schema.maxProperties, 'fields', map, path);
    for (const field of (schema.required ?? []) as readonly string[]) {
      if (map[field] !== undefined && map[field] !== null) continue;
      const [type] = typesOf(resolved(properties[field] ?? {}, definitions));
      issues.push({ kind: 'missing', path, field, type });
    }
  }

  function visitScalar(value: unknown, schema: JsonSchema, path: YamlPath): void {
    const words = schema.enum as readonly unknown[] | undefined;
    if (words !== undefined && !words.includes(value)) {
      const listed = words.map(String);
      issues.push({ kind: 'value', path, value, wanted: `one of ${listed.join(', ')}`, words: listed });
    }
    if (typeof value === 'string') {
      if (typeof schema.pattern === 'string' && !patternOf(schema.pattern).test(value))
        issues.push({ kind: 'value', path, value, wanted: `text that matches ${schema.pattern}` });
      limit([...value].length, schema.minLength, schema.maxLength, 'characters', value, path);
    }
    if (typeof value === 'number') limit(value, schema.minimum, schema.maximum, '', value, path);
  }

  function limit(size: number, least: unknown, most: unknown, of: string, value: unknown, path: YamlPath): void {
    if (typeof least === 'number' && size < least)
      issues.push({ kind: 'value', path, value, wanted: `at least ${least} ${of}`.trimEnd() });
    if (typeof most === 'number' && size > most)
      issues.push({ kind: 'value', path, value, wanted: `at most ${most} ${of}`.trimEnd() });
  }
}

const prefix = '#/definitions/';

function resolved(schema: JsonSchema, definitions: Definitions): JsonSchema {
  let current = schema;
  while (typeof current.$ref === 'string') current = definitions[current.$ref.slice(prefix.length)] ?? {};
  return current;
}

function typesOf({ type }: JsonSchema): readonly string[] {
  return type === undefined ? [] : Array.isArray(type) ? type : [String(type)];
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'object':
      return isMap(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value);
    case 'null':
      return value === null;
    default:
      return typeof value === type;
  }
}

const patterns = new Map<string, RegExp>();

function patternOf(source: string): RegExp {
  let pattern = patterns.get(source);
  if (pattern === undefined) {
    pattern = new RegExp(source, 'u');
    patterns.set(source, pattern);
  }
  return pattern;
}
