import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { startDeadline } from '../../../src/programs/deadline';
import { deployPointer } from '../../../src/programs/deploy-pointer/deploy-pointer';
import { historyKey, type Pointer } from '../../../src/programs/deploy-pointer/pointer';
import type { S3Api } from '../../../src/programs/s3/api';
import { openSession } from '../../../src/programs/session';

const key = 'production/current.json';

/** A store in which the scheduler decides when each request gets there; of some writes the answer is lost. */
function storeOf(scheduler: fc.Scheduler, lost: readonly boolean[]) {
  const objects = new Map<string, Buffer>();
  /** What the pointer said, in order. */
  const said: Pointer[] = [];
  let writes = 0;
  const etagOf = (body: Buffer): string => createHash('md5').update(body).digest('hex');
  const api: Pick<S3Api, 'getObject' | 'putObject'> = {
    async getObject(_, name) {
      await scheduler.schedule(Promise.resolve(), `get ${name}`);
      const body = objects.get(name);
      return body && { body, etag: etagOf(body) };
    },
    async putObject(_, name, body, condition) {
      await scheduler.schedule(Promise.resolve(), `put ${name}`);
      const found = objects.get(name);
      const holds = 'ifAbsent' in condition ? found === undefined : found && etagOf(found) === condition.ifMatch;
      if (!holds) return 'conflict';
      objects.set(name, body);
      if (name === key) {
        const pointer = JSON.parse(body.toString()) as Pointer;
        // The history never lacks what the pointer says.
        expect(objects.get(historyKey(key, pointer.token))).toEqual(body);
        said.push(pointer);
      }
      writes += 1;
      // Sent again it finds itself, which is a conflict.
      return lost[writes % lost.length] ? 'conflict' : 'written';
    },
  };
  return { api: api as S3Api, said };
}

const writer = fc.record({ token: fc.integer({ min: 1, max: 4 }), version: fc.integer({ min: 1, max: 3 }) });

it('of any number of runs, in any order of their requests, the newest wins and nobody who lost is told that he won', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(writer, { minLength: 1, maxLength: 5 }),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }),
      async (scheduler, writers, lost) => {
        const { api, said } = storeOf(scheduler, lost);
        const runs = writers.map(({ token, version }) => {
          const uri = `s3://mlflow/0/run-${version}/model`;
          const place = {
            application: 'flts',
            environment: 'production',
            bucket: 'models',
            key,
            modelVersion: String(version),
            runId: `run-${version}`,
            digest: '',
            commit: '',
            deployed: { kind: 'model', uri } as const,
            token,
          };
          const session = openSession('test', () => undefined);
          // Nobody waits between two looks: what comes next is the scheduler's to say.
          const deadline = { ...startDeadline(60), sleep: async () => undefined };
          return deployPointer(place, api, { deadline, session });
        });
        const ended = Promise.all(runs);
        await scheduler.waitFor(ended);
        const outcomes = await ended;

        const tokens = said.map(({ token }) => token);
        expect(tokens).toEqual([...new Set(tokens)].sort((a, b) => a - b));
        expect(tokens.at(-1)).toBe(Math.max(...writers.map(({ token }) => token)));
        for (const [i, { outcome, reason, done }] of outcomes.entries()) {
          const mine = writers[i] ?? { token: 0, version: 0 };
          const was = said.some(
            ({ token, modelVersion }) => token === mine.token && modelVersion === String(mine.version),
          );
          expect(done).toBe(outcome !== 'lost');
          if (done) expect(was).toBe(true);
          else expect(reason).toMatch(/by a newer run|two records write one pointer/);
        }
        // Of those with the highest token exactly one version is in.
        const top = writers.flatMap(({ token, version }, i) =>
          token === tokens.at(-1) && outcomes[i]?.done ? [String(version)] : [],
        );
        expect(new Set(top)).toEqual(new Set([said.at(-1)?.modelVersion]));
      },
    ),
    { numRuns: 2000 },
  );
});
