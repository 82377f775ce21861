import type { KubeObject } from './cluster/objects';
import { LocalProblem } from './problem';

/** Where the values of Secrets and ConfigMaps come from. @internal */
export interface Sources {
  /** Files by key, or nothing if there is none. Throws a `LocalProblem` for one that is malformed. */
  files(kind: 'Secret' | 'ConfigMap', name: string, namespace: string): Readonly<Record<string, Buffer>> | undefined;
}

/**
 * Secrets and ConfigMaps among manifests; the first that fits counts. One without a namespace is there in all.
 *
 * @internal
 */
export function sourcesOf(objects: readonly KubeObject[]): Sources {
  return {
    files(kind, name, namespace) {
      const found = objects.find(
        ({ kind: its, metadata }) =>
          its === kind && metadata.name === name && (metadata.namespace ?? namespace) === namespace,
      );
      return found && filesOf(found, name);
    },
  };
}

function filesOf({ kind, data, stringData, binaryData }: KubeObject, name: string): Readonly<Record<string, Buffer>> {
  const secret = kind === 'Secret';
  return {
    ...eachValue(data, secret ? decoded : Buffer.from),
    ...(secret ? eachValue(stringData, Buffer.from) : eachValue(binaryData, decoded)),
  };

  function decoded(text: string): Buffer {
    const bytes = Buffer.from(text, 'base64');
    // What is no base64 would be read as something else, without a word.
    if (bytes.toString('base64').replace(/=+$/, '') === text.replaceAll(/\s|=+\s*$/g, '')) return bytes;
    throw new LocalProblem(
      `${String(kind)} '${name}' has a value that is not base64: encode it${secret ? ', or write it below stringData' : ''}`,
    );
  }
}

function eachValue(values: unknown, read: (text: string) => Buffer): Readonly<Record<string, Buffer>> {
  const entries = Object.entries((values ?? {}) as Readonly<Record<string, unknown>>);
  return Object.fromEntries(entries.map(([key, value]) => [key, read(String(value ?? ''))]));
}

/** All files of a Secret or ConfigMap, or a problem that says how to give it. @internal */
export function filesFrom(
  sources: Sources,
  kind: 'Secret' | 'ConfigMap',
  name: string,
  namespace: string,
): Readonly<Record<string, Buffer>> {
  const files = sources.files(kind, name, namespace);
  if (files !== undefined) return files;
  const fix = kind === 'Secret' ? 'write it into the file of --secrets' : 'name its manifest among the paths';
  throw new LocalProblem(`there is no ${kind} '${name}' of namespace '${namespace}': ${fix}`);
}

/** One key of it as text. @internal */
export function textFrom(
  sources: Sources,
  kind: 'Secret' | 'ConfigMap',
  { name = '', key = '', optional }: { readonly name?: string; readonly key?: string; readonly optional?: boolean },
  namespace: string,
): string | undefined {
  if (optional === true && sources.files(kind, name, namespace)?.[key] === undefined) return undefined;
  const value = filesFrom(sources, kind, name, namespace)[key];
  if (value === undefined) throw new LocalProblem(`${kind} '${name}' of namespace '${namespace}' has no key '${key}'`);
  return value.toString();
}
