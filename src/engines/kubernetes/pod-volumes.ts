import type { ContainerSpec } from '../../core/container/container';
import { contentName, type VolumeSpec } from '../../core/container/volume';
import { kebabCase } from '../../core/names';
import type { Volume } from '../../schemas/kubernetes/types';

/** The volumes of a pod and the names that its containers mount them by. @internal */
export interface PodVolumes {
  readonly nameOf: (path: string, volume: VolumeSpec) => string;
  /** Those that belong to the template; volumes of a run are claimed in the spec of the workflow. */
  readonly all: () => readonly Volume[];
}

/** The empty folder that a path of an image is made writable with. @internal */
export const emptyFolder: VolumeSpec = { kind: 'scratch', sizeLimit: undefined, memory: false };

/**
 * Names volumes after what they are, where that has a name, else after where they are mounted. Containers that were given
 * one handle share a volume, as do those that write to the same folder; others get names of their own. `reserved` are names
 * of volumes that the engine adds.
 *
 * @internal
 */
export function podVolumes(containers: readonly ContainerSpec[], reserved: readonly string[]): PodVolumes {
  const known: { readonly path: string; readonly volume: VolumeSpec; readonly name: string }[] = [];
  const claimed = containers.flatMap(({ mounts }) =>
    mounts.flatMap(({ volume }) => (volume.kind === 'shared' ? [volume.name] : [])),
  );
  const nameOf = (path: string, volume: VolumeSpec): string => {
    if (volume.kind === 'shared') return volume.name;
    const same = known.find((other) => isSame(other, { path, volume }));
    if (same !== undefined) return same.name;
    const taken = [...reserved, ...claimed, ...known.map(({ name }) => name)];
    const wanted = wantedName(path, volume);
    let name = wanted;
    for (let i = 2; taken.includes(name); i++) name = `${wanted.slice(0, 60)}-${i}`;
    known.push({ path, volume, name });
    return name;
  };
  return { nameOf, all: () => known.map(({ name, volume }) => volumeOf(name, volume)) };
}

interface Mounted {
  readonly path: string;
  readonly volume: VolumeSpec;
}

function isSame(a: Mounted, b: Mounted): boolean {
  if (a.volume === emptyFolder || b.volume === emptyFolder) return a.volume === b.volume && a.path === b.path;
  if (a.volume.kind === 'scratch') return a.volume === b.volume;
  return JSON.stringify(volumeOf('', a.volume)) === JSON.stringify(volumeOf('', b.volume));
}

function wantedName(path: string, volume: VolumeSpec): string {
  const name =
    volume.kind === 'scratch' ? path : volume.kind === 'files' ? volume.name : `${volume.kind}-${volume.name}`;
  const plain = kebabCase(name)
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-|-$/g, '');
  return plain === '' ? 'folder' : plain;
}

function volumeOf(name: string, volume: VolumeSpec): Volume {
  switch (volume.kind) {
    case 'scratch': {
      const emptyDir = {
        ...(volume.memory ? { medium: 'Memory' } : {}),
        ...(volume.sizeLimit === undefined ? {} : { sizeLimit: volume.sizeLimit }),
      };
      return { name, emptyDir };
    }
    case 'shared':
    case 'claim': {
      const readOnly = volume.kind === 'claim' && volume.readOnly;
      return { name, persistentVolumeClaim: { claimName: volume.name, ...(readOnly ? { readOnly } : {}) } };
    }
    case 'secret':
      return { name, secret: { secretName: volume.name } };
    case 'configMap':
      return { name, configMap: { name: volume.name } };
    case 'files':
      return { name, configMap: { name: contentName(volume.name, volume.files) } };
  }
}
