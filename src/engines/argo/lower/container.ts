import type { ContainerSpec } from '../../../core/container/container';
import type { KeyOf } from '../../../core/container/env';
import { contentName, type VolumeSpec } from '../../../core/container/volume';
import { kebabCase } from '../../../core/names';
import { RefNode } from '../../../core/ref';
import type { Container, EnvVar, SecurityContext, Volume, VolumeMount } from '../../../schemas/kubernetes/types';
import type { Place } from '../value/place';
import { unexpanded } from '../value/unexpanded';

/** A container without its name, and the volumes it needs. @internal */
export interface Lowered {
  readonly container: Pick<
    Container,
    'image' | 'command' | 'workingDir' | 'env' | 'resources' | 'securityContext' | 'volumeMounts'
  >;
  readonly volumes: readonly Volume[];
}

/** @internal */
export function lowerContainer(
  spec: ContainerSpec,
  writableRoot: boolean,
  writesOutputs: boolean,
  place: Place,
): Lowered {
  const places = [
    ...(writesOutputs ? [{ path: '/out', volume: scratch }] : []),
    ...spec.mounts,
    ...spec.writable.map((path) => ({ path, volume: scratch })),
    { path: '/tmp', volume: scratch },
  ].map(({ path, volume }) => ({ path, volume, name: volumeName(path, volume) }));
  const env = Object.entries(spec.env).map(([name, value]) => envVar(name, value, place));
  return {
    container: {
      image: spec.image,
      command: spec.command.map((word) => unexpanded(word, place)),
      ...(spec.workingDir === undefined ? {} : { workingDir: spec.workingDir }),
      ...(env.length === 0 ? {} : { env }),
      resources: spec.resources,
      securityContext: restricted(writableRoot),
      volumeMounts: places.map(mount),
    },
    volumes: places.flatMap(({ name, volume }) => volumeOf(name, volume)),
  };
}

const scratch: VolumeSpec = { kind: 'scratch', sizeLimit: undefined, memory: false };

function restricted(writableRoot: boolean): SecurityContext {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    ...(writableRoot ? {} : { readOnlyRootFilesystem: true }),
  };
}

function envVar(name: string, value: string | RefNode | KeyOf, place: Place): EnvVar {
  if (typeof value === 'string' || RefNode.is(value)) return { name, value: unexpanded(value, place) };
  const selector = { name: value.object, key: value.key };
  return { name, valueFrom: value.from === 'secret' ? { secretKeyRef: selector } : { configMapKeyRef: selector } };
}

function mount({
  path,
  volume,
  name,
}: {
  readonly path: string;
  readonly volume: VolumeSpec;
  readonly name: string;
}): VolumeMount {
  const readOnly = volume.kind === 'claim' ? volume.readOnly : ['secret', 'configMap', 'files'].includes(volume.kind);
  return { name, mountPath: path, ...(readOnly ? { readOnly: true } : {}) };
}

/** Named after what it is, where that has a name, else after where it is mounted. */
function volumeName(path: string, volume: VolumeSpec): string {
  if (volume.kind === 'shared') return volume.name;
  const name =
    volume.kind === 'scratch' ? path : volume.kind === 'files' ? volume.name : `${volume.kind}-${volume.name}`;
  return kebabCase(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 63)
    .replace(/-$/, '');
}

/** Volumes of a run are claimed in the spec of the workflow; all others belong to the template. */
function volumeOf(name: string, volume: VolumeSpec): readonly Volume[] {
  switch (volume.kind) {
    case 'scratch': {
      const emptyDir = {
        ...(volume.memory ? { medium: 'Memory' } : {}),
        ...(volume.sizeLimit === undefined ? {} : { sizeLimit: volume.sizeLimit }),
      };
      return [{ name, emptyDir }];
    }
    case 'shared':
      return [];
    case 'claim':
      return [
        { name, persistentVolumeClaim: { claimName: volume.name, ...(volume.readOnly ? { readOnly: true } : {}) } },
      ];
    case 'secret':
      return [{ name, secret: { secretName: volume.name } }];
    case 'configMap':
      return [{ name, configMap: { name: volume.name } }];
    case 'files':
      return [{ name, configMap: { name: contentName(volume.name, volume.files) } }];
  }
}
