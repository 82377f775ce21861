import type { ContainerSpec } from '../../core/container/container';
import type { EnvEntries } from '../../core/container/env';
import type { VolumeSpec } from '../../core/container/volume';
import { RefNode } from '../../core/ref';
import type { Container, EnvVar, SecurityContext, VolumeMount } from '../../schemas/kubernetes/types';
import { emptyFolder, type PodVolumes } from './pod-volumes';

/** A container without its name. @internal */
export type LoweredContainer = Pick<
  Container,
  'image' | 'command' | 'workingDir' | 'env' | 'resources' | 'securityContext' | 'volumeMounts'
>;

/** How an engine writes what a container is given. @internal */
export interface Words {
  /** A word or value, so that the program sees it as it is. */
  readonly text: (value: string | RefNode) => string;
  readonly runName: () => string;
}

/** @internal */
export function lowerContainer(
  spec: ContainerSpec,
  writableRoot: boolean,
  writesOutputs: boolean,
  words: Words,
  { nameOf }: PodVolumes,
): LoweredContainer {
  const places = [
    ...(writesOutputs ? [{ path: '/out', volume: emptyFolder }] : []),
    ...spec.mounts,
    ...spec.writable.map((path) => ({ path, volume: emptyFolder })),
    { path: '/tmp', volume: emptyFolder },
  ];
  const env = Object.entries(spec.env).map(([name, value]) => envVar(name, value, words));
  return {
    image: spec.image,
    command: spec.command.map(words.text),
    ...(spec.workingDir === undefined ? {} : { workingDir: spec.workingDir }),
    ...(env.length === 0 ? {} : { env }),
    resources: spec.resources,
    securityContext: restricted(writableRoot),
    volumeMounts: places.map(({ path, volume }) => mount(path, volume, nameOf(path, volume))),
  };
}

/** @internal */
export function restricted(writableRoot: boolean): SecurityContext {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    ...(writableRoot ? {} : { readOnlyRootFilesystem: true }),
  };
}

function envVar(name: string, value: EnvEntries[string], words: Words): EnvVar {
  if (typeof value === 'string' || RefNode.is(value)) return { name, value: words.text(value) };
  if (value.from === 'engine') {
    return value.value === 'run'
      ? { name, value: words.runName() }
      : { name, valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } };
  }
  const selector = { name: value.object, key: value.key };
  return { name, valueFrom: value.from === 'secret' ? { secretKeyRef: selector } : { configMapKeyRef: selector } };
}

function mount(path: string, volume: VolumeSpec, name: string): VolumeMount {
  const readOnly = volume.kind === 'claim' ? volume.readOnly : ['secret', 'configMap', 'files'].includes(volume.kind);
  return { name, mountPath: path, ...(readOnly ? { readOnly: true } : {}) };
}
