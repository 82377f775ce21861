import { inject } from 'vitest';
import type { ApiClient } from '../api/client';
import type { KubeObject } from '../api/json';
import { listPath } from '../api/paths';
import { environmentOf } from './environment';
import type { Pod } from './pod';
import { ended, startContainer } from './process';
import { mountsOf } from './volumes';

interface CronJob extends KubeObject {
  readonly spec: { readonly jobTemplate: { readonly spec: { readonly template: Pick<Pod, 'metadata' | 'spec'> } } };
}

let pods = 0;

/** Creates the pod that a CronJob's Job would make, and runs its one container as a local process. */
export async function runJob(
  api: ApiClient,
  cron: KubeObject,
  job: string,
): Promise<{ readonly exitCode: number; readonly log: string }> {
  const { metadata, spec } = (cron as CronJob).spec.jobTemplate.spec.template;
  const { namespace } = cron.metadata;
  pods += 1;
  const pod = await api.create<Pod>(listPath('v1', 'Pod', namespace), {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...metadata,
      name: `${job}-${pods}`,
      namespace,
      labels: { ...metadata?.labels, 'batch.kubernetes.io/job-name': job },
    },
    spec,
  });
  const [container] = pod.spec.containers;
  if (container === undefined) throw new Error(`pod ${pod.metadata.name} has no container`);
  const place = { scratch: inject('cluster').scratch, hosts: {}, logs: new Map<string, string>() };
  const mounts = await mountsOf(api, pod, container, `${place.scratch}/pods/${pod.metadata.uid}`, place);
  const never = new AbortController().signal;
  return ended(startContainer(pod, container, mounts, await environmentOf(api, pod, container)), never, never);
}
