// What the engines read although their CRDs or definitions say otherwise, by engine and definition.

const scalar = ['string', 'number', 'boolean'];

function optional(...names) {
  return (schema) => {
    schema.required = schema.required.filter((name) => !names.includes(name));
  };
}

export const lenient = {
  // Numbers and booleans of parameters become text; absent stands for false or empty.
  'Argo Workflows': {
    // 3.7 looks at no key of a cache, though its definitions ask for one; 4.0 has none.
    Cache: ({ properties }, kubernetes) => {
      if (!properties.configMap.$ref.endsWith('.ConfigMapKeySelector')) return;
      properties.configMap = { ...kubernetes.ConfigMapKeySelector, required: undefined };
    },
    Parameter: ({ properties }) => {
      for (const name of ['value', 'default']) properties[name].type = scalar;
      properties.enum.items.type = scalar;
    },
    ValueFrom: ({ properties }) => {
      properties.default.type = scalar;
    },
    Gauge: optional('realtime'),
    Memoize: optional('maxAge'),
  },
};
