// One release of an engine as the Go program prints it, with short names.

const marker = '#/definitions/';
const isKubernetes = (name) => name.startsWith('io.k8s.');
const shortName = (name) => name.slice(name.lastIndexOf('.') + 1);

/** Splits the definitions into the engine's own and those of Kubernetes; refs become `Name` and `k8s.Name`. */
export function readRelease({ engine, version, roots, definitions }) {
  const rename = (name) => (isKubernetes(name) ? `k8s.${shortName(name)}` : shortName(name));
  const visit = (node) => {
    if (Array.isArray(node)) return node.map(visit);
    if (typeof node !== 'object' || node === null) return node;
    if (node.allOf?.length === 1) return visit({ ...node, ...node.allOf[0], allOf: undefined });
    const entries = Object.entries(node).filter(([, value]) => value !== undefined);
    return Object.fromEntries(
      entries.map(([key, value]) =>
        key === '$ref' ? [key, marker + rename(value.slice(marker.length))] : [key, visit(value)],
      ),
    );
  };
  const own = {};
  const kubernetes = {};
  for (const name of Object.keys(definitions).sort()) {
    const into = isKubernetes(name) ? kubernetes : own;
    if (shortName(name) in into) throw new Error(`two definitions would be called ${shortName(name)}: ${name}`);
    into[shortName(name)] = visit(definitions[name]);
  }
  for (const kind of roots.map(shortName)) {
    const { properties, required = [] } = own[kind];
    properties.apiVersion = { type: 'string', enum: ['argoproj.io/v1alpha1'] };
    properties.kind = { type: 'string', enum: [kind] };
    own[kind].required = ['apiVersion', 'kind', ...required];
  }
  return { engine, version, own, kubernetes };
}

/** The definition that a reference names, or undefined for any other schema. */
export const refName = (schema) => schema.$ref?.slice(marker.length);
