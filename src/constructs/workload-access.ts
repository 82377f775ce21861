import type { Access } from '../core/container/access';
import type { Workload } from './workload';

/** What is needed to tell the pods of a workload's newest version from older ones. @internal */
export function podAccess(workload: Workload, namespace: string): readonly Access[] {
  const deployments = { apiGroup: 'apps', resources: ['deployments'], verbs: ['get'], namespace };
  const found: readonly Access[] =
    workload.kind === 'deployment'
      ? [{ ...deployments, names: [workload.name] }]
      : [
          { ...servingAccess, verbs: ['get'], names: [workload.name], namespace },
          // In Standard mode KServe makes a Deployment of this name.
          { ...deployments, names: [`${workload.name}-predictor`] },
          // In Knative mode Knative makes revisions, named as it likes.
          { apiGroup: 'serving.knative.dev', resources: ['revisions'], verbs: ['get'], namespace },
        ];
  return [
    ...found,
    { apiGroup: 'apps', resources: ['replicasets'], verbs: ['list'], namespace },
    { apiGroup: '', resources: ['pods'], verbs: ['list'], namespace },
  ];
}

/** What is needed to set its image or model. @internal */
export function patchAccess({ kind, name }: Workload, namespace: string): Access {
  const of = kind === 'deployment' ? { apiGroup: 'apps', resources: ['deployments'] } : servingAccess;
  return { ...of, verbs: ['get', 'patch'], names: [name], namespace };
}

const servingAccess = { apiGroup: 'serving.kserve.io', resources: ['inferenceservices'] } as const;
