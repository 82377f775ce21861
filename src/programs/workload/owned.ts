import { isRecord, type JsonRecord, valueAt } from '../json-value';

/** Whether an object is controlled by that of the uid. @internal */
export function isControlledBy(object: unknown, uid: string): boolean {
  const owners = valueAt(object, 'metadata', 'ownerReferences');
  return (
    Array.isArray(owners) &&
    owners.some((owner) => valueAt(owner, 'uid') === uid && valueAt(owner, 'controller') === true)
  );
}

/** Whether it is being deleted. @internal */
export function isTerminating(object: unknown): boolean {
  return valueAt(object, 'metadata', 'deletionTimestamp') !== undefined;
}

/** Whether a pod has not ended, one way or the other. @internal */
export function isLive(pod: unknown): boolean {
  const phase = valueAt(pod, 'status', 'phase');
  return phase !== 'Failed' && phase !== 'Succeeded' && !isTerminating(pod);
}

/** The names of the containers that a pod template declares, those that run beside the others all the time included. @internal */
export function containerNames(template: unknown): readonly string[] {
  const lasting = containersIn(template, 'initContainers').filter((each) => each.restartPolicy === 'Always');
  return [...containersIn(template, 'containers'), ...lasting].map(({ name }) => String(name));
}

/** @internal */
export function annotationsOf(object: unknown): JsonRecord {
  const annotations = valueAt(object, 'metadata', 'annotations');
  return isRecord(annotations) ? annotations : {};
}

/** The containers of a pod or of a pod template. @internal */
export function containersIn(pod: unknown, of: 'containers' | 'initContainers'): readonly JsonRecord[] {
  const listed = valueAt(pod, 'spec', of);
  return Array.isArray(listed) ? listed.filter(isRecord) : [];
}
