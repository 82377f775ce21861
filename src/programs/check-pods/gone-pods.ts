import { textAt } from '../json-value';
import type { PodTrouble } from '../pods/pod-trouble';
import type { Generation } from '../workload/generation';
import type { Baseline } from './baseline';

/**
 * Pods that were seen before and are no more, beyond those that were scaled down: with them went what they had to say.
 *
 * @internal
 */
export function gonePods(before: Baseline, { name, wanted, pods }: Generation): readonly PodTrouble[] {
  const there = new Set(pods.map((pod) => textAt(pod, 'metadata', 'uid')));
  const known = Object.keys(before.pods);
  const gone = known.filter((uid) => !there.has(uid)).length;
  if (gone <= Math.max(0, known.length - wanted)) return [];
  const what = `lost ${gone} of ${known.length} pods during the checks, and nobody can say what became of them`;
  return [{ verdict: 'error', counts: 'now', where: name, what }];
}
