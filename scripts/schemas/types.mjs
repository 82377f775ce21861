// TypeScript interfaces from definitions.
import { refName } from './release.mjs';

/** TypeScript's own names that a definition must not take. */
const renamed = { Object: 'ArbitraryObject', JSON: 'ArbitraryValue' };

const typeName = (name) => renamed[name] ?? name;
const quoted = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const literal = (value) => (typeof value === 'string' ? quoted(value) : String(value));
const union = (parts) => [...new Set(parts)].join(' | ');

function typeOf(schema, nameOf) {
  const name = refName(schema);
  if (name !== undefined) return nameOf(name);
  if (schema['x-typescript'] !== undefined) return schema['x-typescript'];
  // An empty text in an enum means the same as leaving the field out.
  const values = schema.enum ?? schema['x-enum'];
  if (values !== undefined) return union(values.filter((value) => value !== '').map(literal));
  if (Array.isArray(schema.type)) {
    return union(schema.type.filter((type) => type !== 'null').map((type) => typeOf({ ...schema, type }, nameOf)));
  }
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'number':
      return schema.type;
    case 'integer':
      return 'number';
    case 'array': {
      const item = typeOf(schema.items, nameOf);
      return item.includes(' ') ? `readonly (${item})[]` : `readonly ${item}[]`;
    }
    case 'object':
      if (schema.additionalProperties) return `{ [key: string]: ${typeOf(schema.additionalProperties, nameOf)} }`;
      return schema.properties ? fields(schema, nameOf) : '{ [key: string]: never }';
    default:
      return 'unknown';
  }
}

function fields(schema, nameOf, older, note) {
  const lines = Object.entries(schema.properties)
    // What an engine writes, people do not.
    .filter(([name]) => name !== 'status' || !isDocument(schema))
    .map(([name, property]) => {
      const mark = older !== undefined && !(name in (older.properties ?? {})) ? `  /** ${note} */\n` : '';
      const key = /^[\w$]+$/.test(name) ? name : quoted(name);
      return `${mark}  ${key}${schema.required?.includes(name) ? '' : '?'}: ${typeOf(property, nameOf)};\n`;
    });
  return `{\n${lines.join('')}}`;
}

const isDocument = ({ properties }) => properties.apiVersion !== undefined && properties.metadata !== undefined;

function sentence(description) {
  // What follows is an example, which a sentence can not hold.
  const [said = ''] = description.split('```');
  const text = said
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

function declaration(name, schema, nameOf, before, note) {
  if (schema.type !== 'object' || schema.additionalProperties || !schema.properties) {
    return `export type ${typeName(name)} = ${typeOf(schema, nameOf)};\n`;
  }
  return `export interface ${typeName(name)} ${fields(schema, nameOf, before, note)}\n`;
}

/** One module with an exported type for each definition of Kubernetes. */
export function kubernetesModule({ header, types }) {
  const bodies = Object.entries(types).map(
    ([name, schema]) => docs(name, schema) + declaration(name, schema, plainName),
  );
  return [`// ${header}\n`, ...bodies].join('\n');
}

const plainName = (name) => typeName(name.replace('k8s.', ''));

/**
 * One module with an exported type for each of the engine's own definitions. Types of Kubernetes are the shared ones if
 * the engine knows them as they are there; those that differ, and those that mention them, it has for itself. Types that
 * are new since an older release say so.
 */
export function engineModule({ header, release, older, note, shared }) {
  const local = (name) => (name in release.own ? `Kubernetes${name}` : typeName(name));
  const copies = differing(release.kubernetes, shared.types);
  const imported = new Set();
  const nameOf = (name) => {
    if (!name.startsWith('k8s.')) return typeName(name);
    const plain = name.slice('k8s.'.length);
    if (!(plain in copies)) imported.add(plain);
    return local(plain);
  };
  const own = Object.entries(release.own).map(([name, schema]) => {
    const before = older?.own[name];
    const isNew = older !== undefined && before === undefined;
    return docs(name, schema, isNew, note) + declaration(name, schema, nameOf, before, note);
  });
  const copied = Object.entries(copies).map(
    ([name, schema]) => docs(name, schema) + declaration(local(name), schema, nameOf),
  );
  const list = (names) => `{\n${names.map((name) => `  ${name},\n`).join('')}} from '${shared.from}';\n`;
  const wanted = [...imported].sort().map((name) => (name in release.own ? `${name} as ${local(name)}` : local(name)));
  const free = Object.keys(release.kubernetes).filter((name) => !(name in release.own) && !(name in copies));
  return [
    `// ${header}\n`,
    `import type ${list(wanted)}\nexport type ${list(free.map(typeName))}`,
    ...own,
    ...copied,
  ].join('\n');
}

/** The types that look different in an engine, or mention one that does. */
function differing(types, known) {
  const text = (name, schema) => declaration(name, schema, plainName);
  const copies = new Set(
    Object.keys(types).filter((name) => !(name in known) || text(name, types[name]) !== text(name, known[name])),
  );
  const mentions = (schema) => {
    let found = false;
    declaration('', schema, (name) => {
      found ||= copies.has(name.slice('k8s.'.length));
      return '';
    });
    return found;
  };
  for (let size = -1; size !== copies.size; ) {
    size = copies.size;
    for (const [name, schema] of Object.entries(types)) if (mentions(schema)) copies.add(name);
  }
  return Object.fromEntries(Object.entries(types).filter(([name]) => copies.has(name)));
}
