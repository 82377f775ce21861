import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct, IConstruct } from 'constructs';
import { PipelineError } from '../../../core/error';
import type { Queue } from '../../../core/queue';
import { managed } from '../../kubernetes/account';
import { queueConfigMap } from '../lower/hoisted';

const declared = new WeakMap<IConstruct, Map<string, number>>();

/** The ConfigMaps that say how many runs a queue lets in at a time. @internal */
export function emitQueueSizes(scope: Construct, namespace: string, queues: readonly Queue[]): void {
  const known = declared.get(scope.node.root) ?? new Map<string, number>();
  declared.set(scope.node.root, known);
  for (const { name, size } of queues) {
    const key = `${namespace}/${name}`;
    const before = known.get(key);
    if (before !== undefined && before !== size) {
      throw new PipelineError({
        code: 'MLP2005',
        message: `queue '${name}' of namespace '${namespace}' lets ${before} and ${size} runs at a time`,
        fix: 'declare the queue once and share it',
        at: scope.node.path,
      });
    }
    known.set(key, size);
    if (size === 1 || before !== undefined) continue;
    new k8s.KubeConfigMap(Chart.of(scope), queueConfigMap(name), {
      metadata: { name: queueConfigMap(name), namespace, labels: managed },
      data: { size: String(size) },
    });
  }
}
