// TypeScript interfaces from definitions.
import { refName } from './release.mjs';

/** Types that JSON schema cannot say well. */
const byHand = {
  Item: 'string | number | boolean | readonly Item[] | { readonly [key: string]: Item }',
  ParallelSteps: 'readonly WorkflowStep[]',
  Plugin: '{ [plugin: string]: unknown }',
  Object: '{ [key: string]: unknown }',
};

/** TypeScript's own names that a definition must not take. */
const renamed = { Object: 'ArbitraryObject' };

const typeName = (name) => renamed[name] ?? name;
const quoted = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const union = (parts) => [...new Set(parts)].join(' | ');

function typeOf(schema, used) {
  const name = refName(schema);
  if (name !== undefined) {
    used.add(name);
    return typeName(name.replace('k8s.', ''));
  }
  // An empty text in an enum means the same as leaving the field out.
  const values = schema.enum ?? schema['x-enum'];
  if (values !== undefined) return union(values.filter((value) => value !== '').map(quoted));
  if (Array.isArray(schema.type)) {
    return union(schema.type.filter((type) => type !== 'null').map((type) => typeOf({ ...schema, type }, used)));
  }
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'number':
      return schema.type;
    case 'integer':
      return 'number';
    case 'array': {
      const item = typeOf(schema.items, used);
      return item.includes(' ') ? `readonly (${item})[]` : `readonly ${item}[]`;
    }
    case 'object':
      if (schema.additionalProperties) return `{ [key: string]: ${typeOf(schema.additionalProperties, used)} }`;
      return schema.properties ? fields(schema, used) : '{ [key: string]: never }';
    default:
      return 'unknown';
  }
}

function fields(schema, used, older, note) {
  const lines = Object.entries(schema.properties).map(([name, property]) => {
    const mark = older !== undefined && !(name in (older.properties ?? {})) ? `  /** ${note} */\n` : '';
    return `${mark}  ${name}${schema.required?.includes(name) ? '' : '?'}: ${typeOf(property, used)};\n`;
  });
  return `{\n${lines.join('')}}`;
}

function sentence(description) {
  const text = description
    .replaceAll('\n', ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('*/', '* /')
    .replaceAll(/[<>]/g, '')
    .trim();
  const first = /^.*?[^.](?:\.(?=\s|$)|$)/.exec(text)?.[0] ?? text;
  return first.endsWith('.') ? first : `${first}.`;
}

function docs(name, schema, isNew, note) {
  const text = schema.description ? sentence(schema.description) : `${name}.`;
  return `/**\n * ${text}${isNew ? ` ${note}` : ''}\n *\n * @public\n */\n`;
}

/** One module with an exported type for each definition, which re-exports those that it takes from elsewhere. */
export function typesModule({ header, types, older, imports }) {
  const used = new Set();
  const bodies = Object.entries(types).map(([name, schema]) => {
    const before = older?.types[name];
    const doc = docs(name, schema, older !== undefined && before === undefined, older?.note);
    if (name in byHand) return `${doc}export type ${typeName(name)} = ${byHand[name]};\n`;
    if (schema.type !== 'object' || schema.additionalProperties || !schema.properties) {
      return `${doc}export type ${typeName(name)} = ${typeOf(schema, used)};\n`;
    }
    return `${doc}export interface ${name} ${fields(schema, used, before, older?.note)}\n`;
  });
  return [`// ${header}\n`, ...(imports ? [importLines(imports, types, used)] : []), ...bodies].join('\n');
}

/** Imports what is used; re-exports everything whose name is free, so that users find all types in one place. */
function importLines({ from, types }, own, used) {
  const wanted = [...used].filter((name) => name.startsWith('k8s.')).map((name) => name.slice('k8s.'.length));
  const list = (names) => `{\n${names.map((name) => `  ${name},\n`).join('')}} from '${from}';\n`;
  const free = Object.keys(types).filter((name) => !(name in own));
  return `import type ${list(wanted.sort())}\nexport type ${list(free)}`;
}
