import { isRecord, type JsonRecord, textAt, valueAt } from '../json-value';
import { conditionOf } from '../kubernetes/condition';
import { Trouble } from '../trouble';
import { containersIn } from '../workload/owned';
import { containerTrouble } from './container-trouble';
import { failedPod } from './failed-pod';
import type { PodTrouble } from './pod-trouble';

/** Restarts by container at an earlier look; a container that is not named had none. @internal */
export type Restarts = Readonly<Record<string, number>>;

/**
 * Everything that a pod's status says against it.
 *
 * @param before its restarts at an earlier look; nothing in the first look at a pod
 * @internal
 */
export function podTroubles(pod: JsonRecord, before: Restarts | undefined, now: Date): readonly PodTrouble[] {
  const name = textAt(pod, 'metadata', 'name');
  const failed = failedPod(pod);
  if (failed !== undefined) return failed.trouble === undefined ? [] : [{ ...failed.trouble, where: name }];
  const containers = statusesOf(pod).flatMap(({ container, status, init }) => {
    const role = { init, restartsBefore: before === undefined ? undefined : (before[container] ?? 0), now };
    const found = containerTrouble(status, role);
    return found === undefined ? [] : [{ ...found, where: `${name}/${container}` }];
  });
  const found = containers.length > 0 ? undefined : wholePod(pod);
  return found === undefined ? containers : [{ ...found, where: name }];
}

/** What no container says: nowhere to run, or a condition that someone else has to fulfil. */
function wholePod(pod: JsonRecord): Omit<PodTrouble, 'where'> | undefined {
  const atTheDeadline = { verdict: 'error', counts: 'at-the-deadline' } as const;
  const scheduled = conditionOf(pod, 'PodScheduled');
  if (scheduled.status === 'False')
    return { ...atTheDeadline, what: `no node takes it (${scheduled.reason}): ${scheduled.message}` };
  const { phase } = isRecord(pod.status) ? pod.status : {};
  if (phase === 'Unknown') return { ...atTheDeadline, what: 'its node does not report' };
  if (phase !== 'Running') return { ...atTheDeadline, what: 'it does not run yet' };
  const ready = conditionOf(pod, 'Ready');
  if (ready.status === 'True') return undefined;
  return { ...atTheDeadline, what: `it is not ready (${ready.reason}): ${ready.message}` };
}

interface Status {
  readonly container: string;
  readonly status: JsonRecord;
  readonly init: boolean;
}

/** The statuses of all its containers, those that start before the others included; a running pod has one for each. */
function statusesOf(pod: JsonRecord): readonly Status[] {
  const lasting = containersIn(pod, 'initContainers')
    .filter(({ restartPolicy }) => restartPolicy === 'Always')
    .map(({ name }) => name);
  const listed = (field: 'initContainerStatuses' | 'containerStatuses'): readonly Status[] => {
    const statuses = valueAt(pod, 'status', field);
    return (Array.isArray(statuses) ? statuses : []).map((status: unknown) => {
      const container = textAt(status, 'name');
      return {
        container,
        status: status as JsonRecord,
        init: field !== 'containerStatuses' && !lasting.includes(container),
      };
    });
  };
  const found = [...listed('initContainerStatuses'), ...listed('containerStatuses')];
  const declared = [...containersIn(pod, 'initContainers'), ...containersIn(pod, 'containers')];
  if (declared.length === 0) throw new Trouble(`pod ${textAt(pod, 'metadata', 'name')} has no containers`);
  if (valueAt(pod, 'status', 'phase') !== 'Running') return found;
  const silent = declared.find(({ name }) => !found.some(({ container }) => container === name));
  if (silent === undefined) return found;
  throw new Trouble(`pod ${textAt(pod, 'metadata', 'name')} runs, but says nothing about ${String(silent.name)}`);
}
