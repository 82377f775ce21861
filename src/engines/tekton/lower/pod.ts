import type { ContainerSpec, SideContainerSpec } from '../../../core/container/container';
import { tektonGaps } from '../../../core/portability';
import type { TaskGraph } from '../../../core/task';
import type { SecurityContext, Volume } from '../../../schemas/kubernetes/types';
import type { Sidecar, Step } from '../../../schemas/tekton/types';
import { lowerContainer, type Words } from '../../kubernetes/container';
import { podSecurity } from '../../kubernetes/pod-security';
import { podVolumes } from '../../kubernetes/pod-volumes';
import type { Context } from './context';

/** How the steps and sidecars of one pod are written. @internal */
export interface Pod {
  readonly step: (name: string, spec: ContainerSpec, options: StepOptions) => Step;
  readonly sidecar: (spec: SideContainerSpec, words: Words) => Sidecar;
  readonly volumes: () => readonly Volume[];
  /** The volumes of the run that are mounted. */
  readonly workspaces: readonly string[];
}

/** @internal */
export interface StepOptions {
  /** Mounts the folder that outputs are written to. */
  readonly out: boolean;
  readonly words: Words;
  /** What stands above the image: whether the step runs, and what becomes of the task if it fails. */
  readonly before?: Pick<Step, 'when' | 'onError'>;
}

/**
 * Everything that Tekton lets a task say of its pod stands at each step: the account, the nodes and the group of the files
 * are the run's.
 *
 * @internal
 */
export function podOf(owner: TaskGraph, containers: readonly ContainerSpec[], context: Context): Pod {
  const volumes = podVolumes(containers, []);
  const writableRoot = owner.identity.exempt.writableRoot !== undefined;
  const { fsGroup: _, ...own } = podSecurity(owner.identity, context.target.platform);
  const shared = [...new Set(containers.flatMap((each) => sharedOf(each).map(({ name }) => name)))];
  if (shared.length > 1) throw context.gap(tektonGaps.sharedVolumes, `task '${owner.name}'`);
  const container = (spec: ContainerSpec, { out, words }: StepOptions) => {
    const mounts = spec.mounts.filter(({ volume }) => volume.kind !== 'shared');
    const lowered = lowerContainer({ ...spec, mounts }, writableRoot, out, words, volumes);
    const { image, command, workingDir, env, resources, securityContext, volumeMounts } = lowered;
    const workspaces = sharedOf(spec);
    return {
      image,
      command,
      ...(workingDir === undefined ? {} : { workingDir }),
      ...(env === undefined ? {} : { env }),
      computeResources: resources,
      securityContext: { ...own, ...securityContext } as SecurityContext,
      volumeMounts,
      ...(workspaces.length === 0 ? {} : { workspaces }),
    };
  };
  return {
    step: (name, spec, { before, ...options }) => ({ name, ...before, ...container(spec, options) }),
    sidecar: (spec, words) => ({ name: spec.name, ...container(spec, { out: false, words }) }),
    volumes: volumes.all,
    workspaces: shared,
  };
}

function sharedOf({ mounts }: ContainerSpec): readonly { readonly name: string; readonly mountPath: string }[] {
  return mounts.flatMap(({ path, volume }) =>
    volume.kind === 'shared' ? [{ name: volume.name, mountPath: path }] : [],
  );
}
