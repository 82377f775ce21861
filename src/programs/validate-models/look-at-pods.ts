import { type JsonRecord, valueAt } from '../json-value';
import { conditionOf } from '../kubernetes/condition';
import { troubleText, worst } from '../pods/pod-trouble';
import { podTroubles } from '../pods/pod-troubles';
import { bad, type Finding, good } from './finding';

/** Whether pods serve: those that are on their way out don't count. @internal */
export function lookAtPods(pods: readonly JsonRecord[], now: Date): Finding {
  const staying = pods.filter((pod) => valueAt(pod, 'metadata', 'deletionTimestamp') === undefined);
  const ready = staying.filter((pod) => conditionOf(pod, 'Ready').status === 'True').length;
  const count = `${ready} of ${staying.length} pods ready`;
  const trouble = worst(staying.flatMap((pod) => podTroubles(pod, undefined, now)));
  if (trouble !== undefined) return bad('pods', `${count}; ${troubleText(trouble)}`);
  return ready === 0 ? bad('pods', count) : good('pods', count);
}
