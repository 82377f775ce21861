import { type SharedVolume, sharedVolumes } from '../../../core/graph/shared-volumes';
import type { TaskGraph } from '../../../core/task';
import type {
  PipelineRunSpec,
  PipelineTaskRunSpec,
  PodTemplate,
  TimeoutFields,
  WorkspaceBinding,
} from '../../../schemas/tekton/types';
import { accountOf } from '../../kubernetes/account';
import type { Platform } from '../../kubernetes/platform';
import { podSecurity } from '../../kubernetes/pod-security';
import { tolerationsOf } from '../../kubernetes/tolerations';
import type { TaskBody } from './task-body';

/** What only a run can say: accounts, nodes, claims and times. @internal */
export interface RunParts {
  readonly pipeline: string;
  readonly account: string;
  readonly platform: Platform;
  readonly bodies: ReadonlyMap<string, TaskBody>;
  readonly timeouts: TimeoutFields;
  readonly at: string;
}

/** @internal */
export function runSpec({ pipeline, account, platform, bodies, timeouts, at }: RunParts): PipelineRunSpec {
  const owners = [...bodies].map(([name, { programs, account }]) => [name, programs[0], account] as const);
  const tasks = owners.map(([, task]) => task);
  const secrets = [...new Set(tasks.flatMap(({ imagePullSecrets }) => imagePullSecrets))].sort();
  const claims = sharedVolumes(tasks, at);
  const own = owners.flatMap(([name, task, unit]): readonly PipelineTaskRunSpec[] => {
    const podTemplate = podTemplateOf(task, platform);
    const serviceAccountName = accountOf(task, unit);
    const said = {
      ...(serviceAccountName === account ? {} : { serviceAccountName }),
      ...(Object.keys(podTemplate).length === 0 ? {} : { podTemplate }),
    };
    return Object.keys(said).length === 0 ? [] : [{ pipelineTaskName: name, ...said }];
  });
  return {
    pipelineRef: { name: pipeline },
    timeouts,
    taskRunTemplate: {
      serviceAccountName: account,
      podTemplate: {
        automountServiceAccountToken: false,
        ...(secrets.length === 0 ? {} : { imagePullSecrets: secrets.map((name) => ({ name })) }),
      },
    },
    ...(own.length === 0 ? {} : { taskRunSpecs: own }),
    ...(claims.length === 0 ? {} : { workspaces: claims.map(workspace) }),
  };
}

/** Where the pods of one task differ from those of the others. */
function podTemplateOf(task: TaskGraph, platform: Platform): PodTemplate {
  const { nodeSelector, tolerations } = task.placement;
  const { fsGroup } = podSecurity(task.identity, platform);
  const hasFiles = [task, ...task.init, ...task.sidecars].some(({ mounts }) =>
    mounts.some(({ volume }) => volume.kind === 'shared' || volume.kind === 'claim'),
  );
  return {
    ...(task.access.length === 0 ? {} : { automountServiceAccountToken: true }),
    ...(nodeSelector === undefined ? {} : { nodeSelector: { ...nodeSelector } }),
    // The files of a volume belong to root unless a group is named.
    ...(hasFiles && fsGroup !== undefined ? { securityContext: { fsGroup } } : {}),
    ...(tolerations === undefined ? {} : { tolerations: tolerationsOf(tolerations) }),
  };
}

function workspace({ name, size, accessMode, storageClass }: SharedVolume): WorkspaceBinding {
  return {
    name,
    volumeClaimTemplate: {
      spec: {
        accessModes: [accessMode],
        ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
        resources: { requests: { storage: size } },
      },
    },
  } as WorkspaceBinding;
}
