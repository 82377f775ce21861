import type { Calling } from '../../http-call';
import { isRecord, type JsonRecord, valueAt } from '../../json-value';
import type { KubernetesApi } from '../../kubernetes/api';
import { Trouble } from '../../trouble';
import type { ConfigMapData } from '../config-map-data';
import { untilClear } from './until-clear';

/** How a value stands in the data of its ConfigMap. @internal */
export interface CellFormat<T> {
  /** @throws InputError for what `write` does not write */
  readonly parse: (of: string, data: ConfigMapData) => T;
  readonly write: (value: T) => Readonly<Record<string, string>>;
}

/** A value in a ConfigMap that several write. @internal */
export interface ConfigMapCell<T> {
  read(): Promise<T>;
  /**
   * Compare and set: asks `next` for what follows from the value that was read, again after each conflict.
   *
   * @param next the same value when there is nothing to write
   */
  change<A>(next: (value: T) => { readonly value: T; readonly answer: A }): Promise<A>;
}

/**
 * A value in a ConfigMap of the pod's namespace, which the manifests make without data.
 *
 * An answer that was lost is a conflict with oneself, and what was written is read then.
 *
 * @internal
 */
export function configMapCell<T>(
  name: string,
  { parse, write }: CellFormat<T>,
  api: KubernetesApi,
  calling: Calling,
): ConfigMapCell<T> {
  const { namespace } = api;
  const resource = { apiVersion: 'v1', resource: 'configmaps', namespace };
  const missing = (): Trouble =>
    new Trouble(`there is no ConfigMap ${name} in namespace ${namespace}: apply the manifests, they make it`);
  const readObject = async (): Promise<{ readonly object: JsonRecord; readonly value: T }> => {
    const object = await api.get(resource, name);
    if (object === undefined) throw missing();
    return { object, value: parse(`ConfigMap ${namespace}/${name}`, dataOf(object)) };
  };
  const tryOnce = async <A>(
    next: Parameters<ConfigMapCell<T>['change']>[0],
  ): Promise<{ readonly answer: A } | 'again'> => {
    const { object, value } = await readObject();
    const { value: wanted, answer } = next(value);
    if (wanted === value) return { answer: answer as A };
    const written = await api.replace(resource, { ...object, data: write(wanted) });
    if (written === 'absent') throw missing();
    return written === 'conflict' ? 'again' : { answer: answer as A };
  };
  return {
    read: () => untilClear(async () => (await readObject()).value, calling),
    async change(next) {
      for (let attempt = 1; ; attempt += 1) {
        const tried = await untilClear(() => tryOnce<ReturnType<typeof next>['answer']>(next), calling);
        if (tried !== 'again') return tried.answer;
        if (calling.deadline.expired()) throw new Trouble(`ConfigMap ${name} was changed by others until the deadline`);
        await calling.deadline.sleep(Math.min(10 * 2 ** attempt, 500) * Math.random());
      }
    },
  };
}

/** What is not text is handed on as it is: the format refuses it by its key. */
function dataOf(object: JsonRecord): ConfigMapData {
  const data = valueAt(object, 'data');
  return isRecord(data) ? (data as Readonly<Record<string, string>>) : undefined;
}
