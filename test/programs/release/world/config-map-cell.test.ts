import { describe, expect, it } from 'vitest';
import { startDeadline } from '../../../../src/programs/deadline';
import type { JsonRecord } from '../../../../src/programs/json-value';
import type { KubernetesApi } from '../../../../src/programs/kubernetes/api';
import { configMapCell } from '../../../../src/programs/release/world/config-map-cell';
import { openSession } from '../../../../src/programs/session';
import { Trouble, Unavailable } from '../../../../src/programs/trouble';

type Replaced = Awaited<ReturnType<KubernetesApi['replace']>>;

/** A ConfigMap that counts up, and what happens to writes of it. */
function cell(happenings: ((write: () => void) => Replaced)[] = [], start: JsonRecord = { data: { n: '1' } }) {
  let object: JsonRecord | undefined = { metadata: { name: 'm', labels: { kept: 'yes' } }, ...start };
  let reads = 0;
  const api = {
    namespace: 'ns',
    get: async () => {
      reads += 1;
      return object;
    },
    replace: async (_: unknown, written: JsonRecord): Promise<Replaced> => {
      const write = (): void => {
        object = written;
      };
      const happens = happenings.shift();
      if (happens !== undefined) return happens(write);
      write();
      return written;
    },
  } as unknown as KubernetesApi;
  const format = {
    parse: (_: string, data: Readonly<Record<string, string>> | undefined) => Number(data?.n ?? 0),
    write: (n: number) => ({ n: String(n) }),
  };
  const calling = { deadline: startDeadline(5), session: openSession('cell', () => undefined) };
  return {
    cell: configMapCell('m', format, api, calling),
    data: () => (object as { data?: object } | undefined)?.data,
    object: () => object,
    reads: () => reads,
    remove: () => {
      object = undefined;
    },
  };
}

const up = (n: number) => ({ value: n + 1, answer: `was ${n}` });

describe('a value in a ConfigMap', () => {
  it('is changed where it is, and everything else of the object stays', async () => {
    const { cell: it, object } = cell();
    expect(await it.change(up)).toBe('was 1');
    expect(object()).toEqual({ metadata: { name: 'm', labels: { kept: 'yes' } }, data: { n: '2' } });
  });

  it('is there where the manifests made the object without data', async () => {
    const { cell: it, data } = cell([], {});
    await it.change(up);
    expect(data()).toEqual({ n: '1' });
  });

  it('is asked for again after a conflict', async () => {
    const { cell: it, data, reads } = cell([() => 'conflict']);
    expect(await it.change(up)).toBe('was 1');
    expect([data(), reads()]).toEqual([{ n: '2' }, 2]);
  });

  it('is not written where nothing changes', async () => {
    const { cell: it } = cell([
      () => {
        throw new Error('written');
      },
    ]);
    expect(await it.change((value) => ({ value, answer: 'as it was' }))).toBe('as it was');
  });

  it('is read again where the answer to a write was lost', async () => {
    const { cell: it, data } = cell([
      (write) => {
        write();
        throw new Unavailable('connection reset');
      },
    ]);
    // Whoever changes it has to see that it was done.
    expect(await it.change((n) => (n === 1 ? up(n) : { value: n, answer: 'done before' }))).toBe('done before');
    expect(data()).toEqual({ n: '2' });
  });

  it('that nobody made is named, with what makes it', async () => {
    const { cell: it, remove } = cell();
    remove();
    await expect(it.read()).rejects.toThrow('there is no ConfigMap m in namespace ns: apply the manifests');
    await expect(it.change(up)).rejects.toThrow('there is no ConfigMap m in namespace ns');
  });

  it('that may not be written is not asked for twice', async () => {
    let tries = 0;
    const refuse = (): never => {
      tries += 1;
      throw new Trouble('the API server refused');
    };
    const { cell: it } = cell([refuse, refuse]);
    await expect(it.change(up)).rejects.toThrow('refused');
    expect(tries).toBe(1);
  });
});
