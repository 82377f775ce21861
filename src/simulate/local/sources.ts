import type { KubeObject } from './cluster/objects';
import { LocalProblem } from './problem';

/** Where the values of Secrets and ConfigMaps come from. @internal */
export interface Sources {
  /** Files by key. Throws a `LocalProblem` that says where it was looked for, unless it may be missing. */
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
      return found && filesOf(found);
    },
  };
}

function filesOf({ kind, data, stringData, binaryData }: KubeObject): Readonly<Record<string, Buffer>> {
  const secret = kind === 'Secret';
  return {
    ...buffers(data, secret ? 'base64' : 'utf8'),
    ...(secret ? buffers(stringData, 'utf8') : buffers(binaryData, 'base64')),
  };
}

function buffers(values: unknown, encoding: BufferEncoding): Readonly<Record<string, Buffer>> {
  return Object.fromEntries(
    Object.entries((values ?? {}) as Readonly<Record<string, unknown>>).map(([key, value]) => [
      key,
      Buffer.from(String(value ?? ''), encoding),
    ]),
  );
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
