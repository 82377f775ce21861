// Closed JSON schemas from definitions.
import { lenient } from './lenient.mjs';

const kept = [
  ...['$ref', 'type', 'enum', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems'],
  ...['minProperties', 'maxProperties', 'required', 'items', 'properties', 'additionalProperties'],
];

function closed(schema) {
  const out = {};
  for (const key of kept) {
    const value = schema[key];
    if (value === undefined) continue;
    if (key === 'properties') {
      out.properties = Object.fromEntries(Object.entries(value).map(([name, property]) => [name, closed(property)]));
    } else if (key === 'required') out.required = [...value].sort();
    else out[key] = key === 'items' || key === 'additionalProperties' ? closed(value) : value;
  }
  if (out.type === 'object') out.additionalProperties ??= false;
  return out;
}

const closedAll = (definitions) =>
  Object.fromEntries(Object.entries(definitions).map(([name, schema]) => [name, closed(schema)]));

/** All definitions of a release, closed to unknown fields. */
export function closedDefinitions({ engine, own, kubernetes }) {
  const definitions = closedAll(own);
  const shared = closedAll(kubernetes);
  for (const [name, relax] of Object.entries(lenient[engine] ?? {})) {
    if (name in definitions) relax(definitions[name], shared);
  }
  for (const [name, schema] of Object.entries(shared)) definitions[`k8s.${name}`] = schema;
  return definitions;
}

const withoutEnums = (schema) =>
  JSON.parse(JSON.stringify(schema, (key, value) => (key === 'enum' && Array.isArray(value) ? undefined : value)));

/** Those that an engine does not share with Kubernetes, whose enums hold for the API server alone. */
export function notShared(definitions, kubernetes) {
  const shared = ([name, schema]) =>
    name in kubernetes && sameSchema(withoutEnums(schema), withoutEnums(kubernetes[name]));
  return Object.fromEntries(Object.entries(definitions).filter((entry) => !shared(entry)));
}

/** What releases of one engine have in common, and what each has of its own. */
export function parts(releases) {
  const [first, ...others] = releases;
  const everywhere = ([name, schema]) => others.every((other) => sameSchema(other[name] ?? null, schema));
  const common = Object.fromEntries(Object.entries(first).filter(everywhere));
  const rest = (release) => Object.fromEntries(Object.entries(release).filter(([name]) => !(name in common)));
  return { common, rest: releases.map(rest) };
}

const sameSchema = (a, b) => JSON.stringify(a) === JSON.stringify(b);

const kindType = 'readonly { readonly apiVersion: string; readonly kind: string; readonly definition: string }[]';

/** A module of JSON texts, one definition a line: parsed only when asked for, and changes are easy to review. */
export function schemaModule(header, { kinds, ...texts }) {
  const rows = kinds.map(({ apiVersion, kind, definition }) => {
    const fields = Object.entries({ apiVersion, kind, definition }).map(([key, value]) => `${key}: '${value}'`);
    return `  { ${fields.join(', ')} },\n`;
  });
  const constants = Object.entries(texts).map(
    ([name, definitions]) => `/** @internal */\nexport const ${name}: string = \`${jsonText(definitions)}\`;\n`,
  );
  return [
    `// ${header}\n`,
    `/** @internal */\nexport const kinds: ${kindType} = [\n${rows.join('')}];\n`,
    ...constants,
  ].join('\n');
}

function jsonText(definitions) {
  const lines = Object.entries(definitions).map(([key, schema]) => `${JSON.stringify(key)}:${JSON.stringify(schema)}`);
  return `{\n${lines.join(',\n')}\n}`.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
}
