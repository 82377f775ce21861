import type { ContainerSpec } from '../../core/container/container';
import type { KeyOf } from '../../core/container/env';
import type { VolumeSpec } from '../../core/container/volume';
import { RefNode } from '../../core/ref';
import type { Container, EnvVar, SecurityContext, VolumeMount } from '../../schemas/kubernetes/types';
import { emptyFolder, type PodVolumes } from './pod-volumes';

/** A container without its name. @internal */
export type LoweredContainer = Pick<
  Container,
  'image' | 'command' | 'workingDir' | 'env' | 'resources' | 'securityContext' | 'volumeMounts'
>;

/** `text` writes a word or value in the engine's words, so that the program sees it as it is. @internal */
export function lowerContainer(
  spec: ContainerSpec,
  writableRoot: boolean,
  writesOutputs: boolean,
  text: (value: string | RefNode) => string,
  { nameOf }: PodVolumes,
): LoweredContainer {
  const places = [
    ...(writesOutputs ? [{ path: '/out', volume: emptyFolder }] : []),
    ...spec.mounts,
    ...spec.writable.map((path) => ({ path, volume: emptyFolder })),
    { path: '/tmp', volume: emptyFolder },
  ];
  const env = Object.entries(spec.env).map(([name, value]) => envVar(name, value, text));
  return {
    image: spec.image,
    command: spec.command.map((word) => text(word)),
    ...(spec.workingDir === undefined ? {} : { workingDir: spec.workingDir }),
    ...(env.length === 0 ? {} : { env }),
    resources: spec.resources,
    securityContext: restricted(writableRoot),
    volumeMounts: places.map(({ path, volume }) => mount(path, volume, nameOf(path, volume))),
  };
}

function restricted(writableRoot: boolean): SecurityContext {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    ...(writableRoot ? {} : { readOnlyRootFilesystem: true }),
  };
}

function envVar(name: string, value: string | RefNode | KeyOf, text: (value: string | RefNode) => string): EnvVar {
  if (typeof value === 'string' || RefNode.is(value)) return { name, value: text(value) };
  const selector = { name: value.object, key: value.key };
  return { name, valueFrom: value.from === 'secret' ? { secretKeyRef: selector } : { configMapKeyRef: selector } };
}

function mount(path: string, volume: VolumeSpec, name: string): VolumeMount {
  const readOnly = volume.kind === 'claim' ? volume.readOnly : ['secret', 'configMap', 'files'].includes(volume.kind);
  return { name, mountPath: path, ...(readOnly ? { readOnly: true } : {}) };
}
