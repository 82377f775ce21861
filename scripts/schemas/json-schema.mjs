// Closed JSON schemas from definitions.

/**
 * What the engine reads although its CRDs say otherwise: it turns numbers and booleans of parameters into text, and
 * takes absent for false or empty.
 */
const lenient = {
  // 3.7 looks at no key of a cache, though its definitions ask for one; 4.0 has none.
  Cache: ({ properties }, kubernetes) => {
    if (!properties.configMap.$ref.endsWith('.ConfigMapKeySelector')) return;
    properties.configMap = { ...closed(kubernetes.ConfigMapKeySelector), required: undefined };
  },
  Parameter: ({ properties }) => {
    for (const name of ['value', 'default']) properties[name].type = ['string', 'number', 'boolean'];
    properties.enum.items.type = ['string', 'number', 'boolean'];
  },
  ValueFrom: ({ properties }) => {
    properties.default.type = ['string', 'number', 'boolean'];
  },
  Gauge: (schema) => {
    schema.required = schema.required.filter((name) => name !== 'realtime');
  },
  Memoize: (schema) => {
    schema.required = schema.required.filter((name) => name !== 'maxAge');
  },
};

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
    } else out[key] = key === 'items' || key === 'additionalProperties' ? closed(value) : value;
  }
  if (out.type === 'object') out.additionalProperties ??= false;
  return out;
}

/** All definitions of a release, closed to unknown fields. */
export function closedDefinitions({ own, kubernetes }) {
  const definitions = {};
  for (const [name, schema] of Object.entries(own)) {
    definitions[name] = closed(schema);
    lenient[name]?.(definitions[name], kubernetes);
  }
  for (const [name, schema] of Object.entries(kubernetes)) definitions[`k8s.${name}`] = closed(schema);
  return definitions;
}

/** A module of JSON texts, one definition a line: parsed only when asked for, and changes are easy to review. */
export function schemaModule(header, parts) {
  const texts = Object.entries(parts).map(([name, definitions]) => {
    const lines = Object.entries(definitions).map(
      ([key, schema]) => `${JSON.stringify(key)}:${JSON.stringify(schema)}`,
    );
    const text = `{\n${lines.join(',\n')}\n}`.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
    return `/** @internal */\nexport const ${name}: string = \`${text}\`;\n`;
  });
  return [`// ${header}\n`, ...texts].join('\n');
}
