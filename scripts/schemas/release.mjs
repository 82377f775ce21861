// One release of an engine as the Go program prints it, with short names.

const marker = '#/definitions/';
const isKubernetes = (name) => name.startsWith('io.k8s.') && !name.startsWith('io.k8s.sigs.');

/** The definition that a reference names, or undefined for any other schema. */
export const refName = (schema) => schema.$ref?.slice(marker.length);

/** `3.7` for `v3.7.18`. */
const lineOf = (version) => /^v(\d+\.\d+)/.exec(version)[1];

/**
 * Splits the definitions into the engine's own and those of Kubernetes; refs become `Name` and `k8s.Name`. Kinds keep
 * which definition is theirs.
 */
export function readRelease({ engine, version, kinds, definitions }) {
  const names = shortNames(definitions);
  const own = {};
  const kubernetes = {};
  const byShortName = (a, b) => Number(names.get(a) > names.get(b)) - Number(names.get(a) < names.get(b));
  for (const name of Object.keys(definitions).sort(newestFirst).sort(byShortName)) {
    const short = names.get(name);
    if (isKubernetes(name)) kubernetes[short.slice('k8s.'.length)] = renamed(definitions[name], names);
    else own[short] ??= renamed(definitions[name], names);
  }
  return {
    engine,
    version,
    line: lineOf(version),
    kinds: kinds.map(({ definition, ...kind }) => ({ ...kind, definition: names.get(definition) })),
    own,
    kubernetes,
  };
}

/** The same without the definitions that only old kinds have, and without telling which kinds are old. */
export function withoutOld(release) {
  const reached = new Set();
  const reach = (schema) => {
    const name = refName(schema);
    if (name !== undefined && name in release.own && !reached.has(name)) {
      reached.add(name);
      reach(release.own[name]);
    }
    for (const part of Object.values(schema)) if (typeof part === 'object' && part !== null) reach(part);
  };
  for (const { definition, old } of release.kinds) if (old !== true) reach({ $ref: marker + definition });
  return { ...release, own: Object.fromEntries(Object.entries(release.own).filter(([name]) => reached.has(name))) };
}

const lastPart = (name) => name.slice(name.lastIndexOf('.') + 1);
const versionOf = (name) => name.split('.').at(-2);
const newestFirst = (a, b) => rank(versionOf(b)) - rank(versionOf(a));
const rank = (version) => ['v1alpha1', 'v1alpha2', 'v1beta1', 'v1beta2', 'v1', 'v2'].indexOf(version);

/**
 * A short name for each definition. Where two API versions of a type are the same they are one; else the newest goes by
 * its name and the others by `V1beta1Name`.
 */
function shortNames(definitions) {
  const groups = new Map();
  for (const name of Object.keys(definitions).sort()) {
    const short = `${isKubernetes(name) ? 'k8s.' : ''}${definitions[name]['x-name'] ?? lastPart(name)}`;
    groups.set(short, [...(groups.get(short) ?? []), name].sort(newestFirst));
  }
  const names = new Map();
  for (const [short, group] of groups) for (const name of group) names.set(name, short);
  // Types that look the same may refer to types that turn out not to be.
  for (let different = true; different; ) {
    different = false;
    for (const [short, [newest, ...others]] of groups) {
      for (const name of others) {
        if (names.get(name) !== short || sameText(definitions[newest], definitions[name], names)) continue;
        if (isKubernetes(name)) throw twoOf(short, newest, name);
        names.set(name, `${versionOf(name).replace(/^v/, 'V')}${short}`);
        different = true;
      }
    }
  }
  const first = new Map();
  for (const [name, short] of names) {
    if (!first.has(short)) first.set(short, name);
    else if (!sameText(definitions[first.get(short)], definitions[name], names))
      throw twoOf(short, first.get(short), name);
  }
  return names;
}

const twoOf = (short, a, b) => new Error(`two definitions would be called ${short}: ${a}, ${b}`);

function sameText(a, b, names) {
  const text = (schema) => JSON.stringify(withoutDescriptions(renamed(schema, names)));
  return text(a) === text(b);
}

const withoutDescriptions = (schema) =>
  JSON.parse(
    JSON.stringify(schema, (key, value) => (key === 'description' && typeof value === 'string' ? undefined : value)),
  );

/** A schema with short names in its references, and without the wrapping that only carries a description. */
function renamed(node, names) {
  if (Array.isArray(node)) return node.map((item) => renamed(item, names));
  if (typeof node !== 'object' || node === null) return node;
  if (node.allOf?.length === 1) return renamed({ ...node, ...node.allOf[0], allOf: undefined }, names);
  const entries = Object.entries(node).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([key, value]) =>
      key === '$ref' ? [key, marker + names.get(value.slice(marker.length))] : [key, renamed(value, names)],
    ),
  );
}
