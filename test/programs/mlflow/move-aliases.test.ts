import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MlflowApi, MlflowRequest } from '../../../src/programs/mlflow/api';
import { type Move, moveAliases } from '../../../src/programs/mlflow/move-aliases';
import { openSession } from '../../../src/programs/session';
import { Trouble } from '../../../src/programs/trouble';

/** What becomes of one write: done, not done, done without an answer. */
type Write = 'done' | 'lost' | 'unanswered';

/** A registry in memory, whose writes end as they are told; what is told no more is done. */
function registry(
  aliases: Map<string, string>,
  writes: readonly Write[],
  between: (write: number) => void = () => undefined,
) {
  let count = 0;
  const key = ({ name, alias }: Readonly<Record<string, unknown>>) => `${String(name)}@${String(alias)}`;
  const api: MlflowApi = {
    async ask({ query = {} }) {
      const version = aliases.get(key(query));
      const trouble = new Trouble('no such alias');
      if (version === undefined) return { kind: 'refusal', code: 'RESOURCE_DOES_NOT_EXIST', said: '', trouble };
      return { kind: 'answer', value: { model_version: { name: query.name, version, status: 'READY' } } };
    },
    get: () => Promise.reject(new Error('not asked')),
    async change({ method, body = {} }: MlflowRequest) {
      const write = writes[count] ?? 'done';
      between(count);
      count += 1;
      if (write === 'lost') throw new Trouble('the server is away');
      if (method === 'DELETE') aliases.delete(key(body));
      else aliases.set(key(body), String(body.version));
      if (write === 'unanswered') throw new Trouble('the server did not answer');
      return true;
    },
  };
  return { api, session: openSession('test', () => undefined) };
}

const moves: readonly Move[] = ['a', 'b', 'c'].map((model) => ({ model, alias: 'champion', version: '5' }));
const named = (versions: readonly (string | null)[]) =>
  new Map(
    versions.flatMap((version, i) => (version === null ? [] : [[`${moves[i]?.model}@champion`, version] as const])),
  );

describe('moving aliases', () => {
  it('moves all or none, whichever write fails and whether it was done', async () => {
    const versions = fc.array(fc.constantFrom('1', '4', '5', '9', null), { minLength: 3, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(
        versions,
        fc.nat(3),
        fc.constantFrom<Write>('lost', 'unanswered'),
        async (given, failing, how) => {
          const aliases = named(given);
          const writes = [...Array<Write>(failing).fill('done'), how];
          const asked = given.filter((version) => version === null || Number(version) < 5).length;
          const problem = await moveAliases(moves, registry(aliases, writes));
          const moved = given.map((version) => (version !== null && Number(version) > 5 ? version : '5'));
          expect(problem === undefined).toBe(failing >= asked);
          expect(Object.fromEntries(aliases)).toEqual(Object.fromEntries(named(problem === undefined ? moved : given)));
        },
      ),
    );
  });

  it('leaves what somebody else moved since', async () => {
    const aliases = named(['1', '1', '1']);
    const services = registry(aliases, ['done', 'lost'], (write) => {
      if (write === 1) aliases.set('a@champion', '6');
    });
    expect(await moveAliases(moves, services)).toBe('the server is away; every alias is where it was');
    expect(aliases.get('a@champion')).toBe('6');
  });

  it('names an alias that could not be put back', async () => {
    const aliases = named(['1', '1', '1']);
    const problem = await moveAliases(moves, registry(aliases, ['done', 'lost', 'lost']));
    expect(problem).toBe('the server is away; champion of a still may be version 5, it was 1');
  });
});
