import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import type { Container, Volume } from '../../schemas/argo/types';
import { LocalProblem } from './problem';
import { filesFrom, type Sources } from './sources';

/** A container's mounts, as folders of this machine. @internal */
export interface PodFolder {
  /** Where a path of the container is on this machine; the path itself where nothing is mounted. */
  at(path: string): string;
}

/**
 * Makes the folders that a container sees, with the files of its ConfigMaps and Secrets.
 *
 * Throws a `LocalProblem` for a volume that only a cluster has.
 *
 * @param home a folder of this pod alone
 * @param claims where PersistentVolumeClaims keep what is in them
 * @internal
 */
export function podFolder(
  container: Container,
  volumes: readonly Volume[],
  { home, claims, namespace, sources }: { home: string; claims: string; namespace: string; sources: Sources },
): PodFolder {
  const folders = new Map<string, string>();
  for (const { name, mountPath, subPath } of container.volumeMounts ?? []) {
    const volume = volumes.find((each) => each.name === name);
    if (volume === undefined) throw new LocalProblem(`the template has no volume '${name}' for ${mountPath}`);
    const folder = join(folderOf(volume), subPath ?? '');
    if (subPath === undefined) mkdirSync(folder, { recursive: true });
    folders.set(mountPath.replace(/\/+$/, ''), folder);
  }
  const longestFirst = [...folders].sort(([a], [b]) => b.length - a.length);
  return {
    at(path) {
      const clean = normalize(path);
      const found = longestFirst.find(([mount]) => clean === mount || clean.startsWith(`${mount}/`));
      return found === undefined ? path : join(found[1], clean.slice(found[0].length));
    },
  };

  function folderOf(volume: Volume): string {
    const own = join(home, 'volumes', volume.name);
    const { configMap, secret, emptyDir, persistentVolumeClaim } = volume;
    if (configMap !== undefined) return holding(own, 'ConfigMap', configMap.name ?? '', configMap);
    if (secret !== undefined) return holding(own, 'Secret', secret.secretName ?? '', secret);
    if (persistentVolumeClaim !== undefined) return join(claims, namespace, persistentVolumeClaim.claimName);
    if (emptyDir !== undefined) return own;
    const [kind = 'nothing'] = Object.keys(volume).filter((key) => key !== 'name');
    throw new LocalProblem(
      `volume '${volume.name}' is ${kind}, which only a cluster has: answer the step by a scenario`,
    );
  }

  function holding(
    folder: string,
    kind: 'ConfigMap' | 'Secret',
    name: string,
    { items, optional }: Pick<NonNullable<Volume['configMap']>, 'items' | 'optional'>,
  ): string {
    mkdirSync(folder, { recursive: true });
    const missing = optional === true && sources.files(kind, name, namespace) === undefined;
    const files = missing ? {} : filesFrom(sources, kind, name, namespace);
    for (const { key, path } of items ?? Object.keys(files).map((key) => ({ key, path: key }))) {
      const bytes = files[key];
      if (bytes === undefined && optional !== true)
        throw new LocalProblem(`${kind} '${name}' of namespace '${namespace}' has no key '${key}'`);
      if (bytes === undefined) continue;
      const file = join(folder, path);
      if (!file.startsWith(`${folder}/`)) throw new LocalProblem(`a file of ${kind} '${name}' leads out of its volume`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes, { mode: kind === 'Secret' ? 0o600 : 0o644 });
    }
    return folder;
  }
}
