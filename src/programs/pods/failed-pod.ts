import { isRecord, type JsonRecord, valueAt } from '../json-value';
import { conditionOf } from '../kubernetes/condition';
import { containerEnd, terminatedIn } from './container-end';
import type { PodTrouble } from './pod-trouble';

/** A pod that will not run again; its ReplicaSet makes another one in its place. @internal */
export interface FailedPod {
  /** Why, for the reader. */
  readonly why: string;
  /** Nothing where its node or an administrator ended it: that says nothing about the candidate. */
  readonly trouble: Omit<PodTrouble, 'where'> | undefined;
}

/** Ends that the node decides on, by the reason in the status of the pod. */
const byTheNode =
  /^(OutOf\w+|NodeAffinity|NodeShutdown|NodeLost|Shutdown|Terminated|Preempting|UnexpectedAdmissionError|Admission\w*|TopologyAffinityError|NodeNotReady)$/;

/**
 * Reads a pod of phase Failed or Succeeded; nothing for every other.
 *
 * Who exceeds a limit of its own is to blame for its eviction, who is in the way on a full node is not.
 *
 * @internal
 */
export function failedPod(pod: JsonRecord): FailedPod | undefined {
  const { phase, reason, message } = isRecord(pod.status) ? pod.status : {};
  if (phase !== 'Failed' && phase !== 'Succeeded') return undefined;
  const why = `${String(reason ?? phase)}${typeof message === 'string' && message !== '' ? `: ${message}` : ''}`;
  const blamed = { verdict: 'fail', counts: 'now', what: why } as const;
  if (reason === 'Evicted' && /exceed/i.test(why) && !/node was low/i.test(why)) return { why, trouble: blamed };
  const disrupted = conditionOf(pod, 'DisruptionTarget').status === 'True';
  if (reason === 'Evicted' || disrupted || byTheNode.test(String(reason ?? ''))) return { why, trouble: undefined };
  const crash = endsIn(pod).find((end) => end.by === 'crash');
  if (crash?.by === 'crash') return { why: crash.what, trouble: { ...blamed, what: crash.what } };
  return { why, trouble: { verdict: 'error', counts: 'now', what: `it ended, and nobody knows why (${why})` } };
}

function endsIn(pod: JsonRecord): readonly ReturnType<typeof containerEnd>[] {
  const all = ['initContainerStatuses', 'containerStatuses'].flatMap((field) => {
    const statuses = valueAt(pod, 'status', field);
    return Array.isArray(statuses) ? statuses : [];
  });
  return all.flatMap((status) => {
    const terminated = terminatedIn(valueAt(status, 'state'));
    return terminated === undefined ? [] : [containerEnd(terminated)];
  });
}
