import type { VolumeSpec } from '../../../core/container/volume';
import { PipelineError } from '../../../core/error';
import { type Block, blocksOf } from '../../../core/graph/block';
import type { Node, StepNode } from '../../../core/graph/node';
import type { PipelineGraph, ReferenceGraph, UnitGraph } from '../../../core/graph/unit-graph';
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
  const claims = claimsOf(tasks, at);
  return {
    ...(secrets.length === 0 ? {} : { imagePullSecrets: secrets.map((name) => ({ name })) }),
    ...(claims.length === 0
      ? {}
      : { volumeClaimTemplates: claims.map(claimTemplate), volumeClaimGC: { strategy: 'OnWorkflowCompletion' } }),
    ...(queues.length === 0 ? {} : { synchronization: synchronization(queues) }),
  };
}

/** All tasks of a unit, also those in units it calls. @internal */
export function tasksOf(unit: UnitGraph): readonly TaskGraph[] {
  if (unit.kind === 'task') return [unit];
  if (unit.kind === 'reference') return tasksOf(unit.unit);
  if (unit.kind === 'native') return [];
  const tasks = nodesOf(unit).flatMap((node) =>
    node.kind === 'step' ? tasksOf(node.unit) : node.kind === 'checks' ? node.gates.map(({ gate }) => gate) : [],
  );
  return unit.exit === undefined ? tasks : [...tasks, unit.exit];
}

/** The steps of a pipeline, also those in its branches and loops. @internal */
export function stepsOf(graph: PipelineGraph): readonly StepNode[] {
  return nodesOf(graph).flatMap((node) => (node.kind === 'step' ? [node] : []));
}

/** The pipeline and those that it calls. */
function pipelinesOf(unit: UnitGraph): readonly PipelineGraph[] {
  if (unit.kind === 'reference') return pipelinesOf(unit.unit);
  if (unit.kind !== 'pipeline') return [];
  return [unit, ...stepsOf(unit).flatMap((step) => pipelinesOf(step.unit))];
}

function nodesOf({ body, finally: end }: PipelineGraph): readonly Node[] {
  const blocks: readonly Block[] = [...blocksOf(body), ...(end === undefined ? [] : blocksOf(end))];
  return blocks.flatMap(({ nodes }) => nodes);
}

type Shared = VolumeSpec & { kind: 'shared' };

function claimsOf(tasks: readonly TaskGraph[], at: string | undefined): readonly Shared[] {
  const claims = new Map<string, Shared>();
  for (const task of tasks) {
    for (const { volume } of [task, ...task.init, ...task.sidecars].flatMap(({ mounts }) => mounts)) {
      if (volume.kind !== 'shared') continue;
      const known = claims.get(volume.name);
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(volume)) {
        throw new PipelineError({
          code: 'MLP2005',
          message: `two shared volumes are called '${volume.name}' and differ: ${JSON.stringify(known)} and ${JSON.stringify(volume)}`,
          fix: 'share one handle, or give them different names',
          at,
        });
      }
      claims.set(volume.name, volume);
    }
  }
  return [...claims.values()];
}

function claimTemplate({
  name,
  size,
  accessMode,
  storageClass,
}: Shared): NonNullable<WorkflowSpec['volumeClaimTemplates']>[number] {
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
