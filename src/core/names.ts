import { show } from './check-value';
import { PipelineError } from './error';

/** Words of Argo's expression language: a step of such a name could not be referred to. */
const words = new Set(['not', 'in', 'nil', 'true', 'false', 'let', 'if', 'else', 'and', 'or', 'matches', 'contains']);

/**
 * A name that every engine takes for a step, a task or a pipeline: a DNS label (Tekton's rule, the strictest).
 *
 * @throws PipelineError MLP1005
 * @internal
 */
export function checkName(name: string, what: string, at?: string): string {
  if (typeof name !== 'string' || !/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name) || words.has(name)) {
    const better =
      typeof name === 'string'
        ? kebabCase(name)
            .replace(/[^a-z0-9-]+/g, '-')
            .slice(0, 63)
        : '';
    throw new PipelineError({
      code: 'MLP1005',
      message: `${what} can't be called ${show(name)}`,
      expected: 'at most 63 lower-case letters, digits and -, a letter first, no - at the end',
      actual: name,
      fix: /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(better) && better !== name ? `call it '${better}'` : undefined,
      at,
    });
  }
  return name;
}

/**
 * The name that an input or output has in manifests and under /out: `modelVersion` is `model-version`.
 *
 * @internal
 */
export function kebabCase(name: string): string {
  if (/^[a-z0-9-]*$/.test(name)) return name;
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

/**
 * Names of inputs or outputs: usable in TypeScript, in every engine and as a file name, and still different there.
 *
 * @throws PipelineError MLP1006
 * @internal
 */
export function checkParameterNames(names: readonly string[], what: string, at?: string): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const wire = kebabCase(name);
    const twin = seen.get(wire);
    // The name itself too: there are letters outside ASCII whose lower case is inside.
    const usable = /^[A-Za-z][-A-Za-z0-9]*$/.test(name) && /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(wire);
    if (usable && wire.length <= 63 && twin === undefined) {
      seen.set(wire, name);
      continue;
    }
    throw new PipelineError({
      code: 'MLP1006',
      message:
        twin === undefined
          ? `${what} can't be called ${show(name)}`
          : `${what} '${name}' and '${twin}' are both '${wire}' in manifests`,
      expected: 'camelCase letters and digits, a letter first, at most 63 characters',
      actual: name,
      at,
    });
  }
}
