import { PipelineError } from '../../../core/error';
import { type SharedVolume, sharedVolumes } from '../../../core/graph/shared-volumes';
import { pipelinesOf, tasksOf } from '../../../core/graph/tasks-of';
import type { PipelineGraph, ReferenceGraph } from '../../../core/graph/unit-graph';
import type { Queue } from '../../../core/queue';
import type { TaskGraph } from '../../../core/task';
import type { Synchronization, WorkflowSpec } from '../../../schemas/argo/types';

/**
 * What only the spec of a run can give: a templateRef does not bring the claims, pull secrets and queues of its owner, so
 * every caller has those of all it calls.
 *
 * @internal
 */
export function hoisted(
  own: ReadonlySet<TaskGraph>,
  references: ReadonlySet<ReferenceGraph>,
  queues: readonly Queue[],
  at: string | undefined,
): Pick<WorkflowSpec, 'imagePullSecrets' | 'volumeClaimTemplates' | 'volumeClaimGC' | 'synchronization'> {
  const tasks = [...own, ...[...references].flatMap(({ unit }) => tasksOf(unit))];
  const secrets = [...new Set(tasks.flatMap(({ imagePullSecrets }) => imagePullSecrets))].sort();
  const claims = sharedVolumes(tasks, at);
  return {
    ...(secrets.length === 0 ? {} : { imagePullSecrets: secrets.map((name) => ({ name })) }),
    ...(claims.length === 0
      ? {}
      : { volumeClaimTemplates: claims.map(claimTemplate), volumeClaimGC: { strategy: 'OnWorkflowCompletion' } }),
    ...(queues.length === 0 ? {} : { synchronization: synchronization(queues) }),
  };
}

function claimTemplate({
  name,
  size,
  accessMode,
  storageClass,
}: SharedVolume): NonNullable<WorkflowSpec['volumeClaimTemplates']>[number] {
  return {
    metadata: { name },
    spec: {
      accessModes: [accessMode],
      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
      resources: { requests: { storage: size } },
    },
  };
}

/**
 * The queues of a pipeline and of all that it calls. Locks are taken by the outermost run only, all at once, so that runs
 * can't wait for each other in a ring.
 *
 * @internal
 */
export function queuesOf(graph: PipelineGraph, at: string | undefined): readonly Queue[] {
  const queues = new Map<string, Queue>();
  for (const { queue } of pipelinesOf(graph)) {
    if (queue === undefined) continue;
    const known = queues.get(queue.name);
    if (known !== undefined && known.size !== queue.size) {
      throw new PipelineError({
        code: 'MLP2005',
        message: `queue '${queue.name}' lets ${known.size} and ${queue.size} runs at a time`,
        fix: 'declare the queue once and share it',
        at,
      });
    }
    queues.set(queue.name, queue);
  }
  return [...queues.values()];
}

function synchronization(queues: readonly Queue[]): Synchronization {
  const mutexes = queues.filter(({ size }) => size === 1).map(({ name }) => ({ name }));
  const semaphores = queues
    .filter(({ size }) => size > 1)
    .map(({ name }) => ({ configMapKeyRef: { name: queueConfigMap(name), key: 'size' } }));
  return { ...(mutexes.length === 0 ? {} : { mutexes }), ...(semaphores.length === 0 ? {} : { semaphores }) };
}

/** The ConfigMap that says how many runs a queue lets in. @internal */
export function queueConfigMap(queue: string): string {
  return `queue-${queue}`;
}
