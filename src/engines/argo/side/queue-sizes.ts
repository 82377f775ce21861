import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct, IConstruct } from 'constructs';
import type { Queue } from '../../../core/queue';
import { queueConfigMap } from '../lower/hoisted';
import { managed } from './account';

const emitted = new WeakMap<IConstruct, Set<string>>();

/** The ConfigMaps that say how many runs a queue lets in at a time. @internal */
export function emitQueueSizes(scope: Construct, namespace: string, queues: readonly Queue[]): void {
  const known = emitted.get(scope.node.root) ?? new Set();
  emitted.set(scope.node.root, known);
  for (const { name, size } of queues) {
    const key = `${namespace}/${name}`;
    if (size === 1 || known.has(key)) continue;
    known.add(key);
    new k8s.KubeConfigMap(Chart.of(scope), queueConfigMap(name), {
      metadata: { name: queueConfigMap(name), namespace, labels: managed },
      data: { size: String(size) },
    });
  }
}
