import type { Parse } from '../environment';
import { InputError } from '../input-error';
import { type JsonRecord, textAt, valueAt } from '../json-value';
import { restartsOf } from '../pods/container-trouble';
import type { Restarts } from '../pods/pod-troubles';

/**
 * What the first look saw, for the second: which generation, which pods, and how often each container had been restarted.
 *
 * @internal
 */
export interface Baseline {
  readonly generation: string;
  /** By the uid of the pod; only containers that were restarted are named. */
  readonly pods: Readonly<Record<string, Restarts>>;
}

const form =
  /^v1:([A-Za-z0-9.-]{1,253}):([A-Za-z0-9-]{1,64}(\/[a-z0-9-]{1,63}=\d{1,9})*(,[A-Za-z0-9-]{1,64}(\/[a-z0-9-]{1,63}=\d{1,9})*)*)$/;

/** As an output: `v1:<generation>:<pod>/<container>=<restarts>,<pod>`. @internal */
export function baselineText({ generation, pods }: Baseline): string {
  const listed = Object.entries(pods).map(([uid, restarts]) =>
    [uid, ...Object.entries(restarts).map(([container, count]) => `${container}=${count}`)].join('/'),
  );
  return `v1:${generation}:${listed.join(',')}`;
}

/** Reads what `baselineText` wrote; one without a pod is none. @throws InputError @internal */
export const baseline: Parse<Baseline> = (text) => {
  const [, generation, listed] = form.exec(text) ?? [];
  if (generation === undefined || listed === undefined)
    throw new InputError('expected the output `baseline` of check-pods before the checks');
  const pods = listed.split(',').map((pod): [string, Restarts] => {
    const [uid = '', ...counts] = pod.split('/');
    return [
      uid,
      Object.fromEntries(counts.map((each) => each.split('=')).map(([name = '', count]) => [name, Number(count)])),
    ];
  });
  return { generation, pods: Object.fromEntries(pods) };
};

/** What is seen of pods now. @internal */
export function baselineOf(generation: string, pods: readonly JsonRecord[]): Baseline {
  return { generation, pods: Object.fromEntries(pods.map((pod) => [textAt(pod, 'metadata', 'uid'), restartsIn(pod)])) };
}

function restartsIn(pod: JsonRecord): Restarts {
  const statuses = ['initContainerStatuses', 'containerStatuses'].flatMap((field) => {
    const listed = valueAt(pod, 'status', field);
    return Array.isArray(listed) ? listed : [];
  });
  const counts = statuses.map((status): [string, number] => [textAt(status, 'name'), restartsOf(status)]);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}
