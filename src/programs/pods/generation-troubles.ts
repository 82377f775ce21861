import { textAt } from '../json-value';
import type { Generation } from '../workload/generation';
import { failedPod } from './failed-pod';
import type { PodTrouble } from './pod-trouble';
import { podTroubles, type Restarts } from './pod-troubles';

/** What was seen of the pods of a generation in one look. @internal */
export interface GenerationSeen {
  readonly troubles: readonly PodTrouble[];
  /** What is worth knowing but decides nothing. */
  readonly notes: readonly string[];
  /** Pods that run or are about to. */
  readonly live: Generation['pods'];
}

/**
 * Looks at every pod of a generation.
 *
 * @param before restarts of a pod by container, by its uid; nothing in the first look
 * @internal
 */
export function lookAt(
  generation: Generation,
  before: ((uid: string) => Restarts) | undefined,
  now: Date,
): GenerationSeen {
  const { pods, wanted, incomplete } = generation;
  const troubles = pods.flatMap((pod) => podTroubles(pod, before?.(textAt(pod, 'metadata', 'uid')), now));
  const ended = pods.flatMap((pod) => {
    const failed = failedPod(pod);
    return failed === undefined ? [] : [{ pod, why: `${textAt(pod, 'metadata', 'name')} ended: ${failed.why}` }];
  });
  const live = pods.filter((pod) => !ended.some((each) => each.pod === pod));
  const notes = ended.map(({ why }) => why);
  const missing = live.length < wanted ? [missingPods(generation, live.length, incomplete ?? notes[0])] : [];
  return { troubles: [...troubles, ...missing], notes, live };
}

function missingPods({ name, wanted }: Generation, live: number, why: string | undefined): PodTrouble {
  const what = `has ${live} of ${wanted} pods${why === undefined ? '' : `; ${why}`}`;
  return { verdict: 'error', counts: 'at-the-deadline', where: name, what };
}
