import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Fault } from '../faulty/exchange';
import { faulty } from '../faulty/faulty';
import { type GitServer, startGitServer } from '../servers/git-server';
import { deploy, digestOf, environmentFor, file } from './deployment';

let server: GitServer;
beforeAll(async () => {
  server = await startGitServer();
});
afterAll(() => server.stop());

/** One change of the bytes of an answer, at a place from 0 to 1. */
interface Damage {
  readonly at: number;
  readonly kind: 'flip' | 'cut' | 'drop' | 'repeat' | 'insert';
  readonly length: number;
}

const damage: fc.Arbitrary<Damage> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  kind: fc.constantFrom('flip', 'cut', 'drop', 'repeat', 'insert'),
  length: fc.integer({ min: 1, max: 50 }),
});

function damaged(bytes: Buffer, { at, kind, length }: Damage): Buffer {
  const place = Math.floor(at * bytes.length);
  const [before, piece, rest] = [
    bytes.subarray(0, place),
    bytes.subarray(place, place + length),
    bytes.subarray(place + length),
  ];
  if (kind === 'flip') return Buffer.concat([before, Buffer.from(piece.map((byte) => byte ^ 1)), rest]);
  if (kind === 'cut') return before;
  if (kind === 'drop') return Buffer.concat([before, rest]);
  if (kind === 'repeat') return Buffer.concat([before, piece, piece, rest]);
  return Buffer.concat([before, Buffer.from('0004'), piece, rest]);
}

function withDamage(damages: readonly Damage[]): Fault {
  return async ({ forward, response }) => {
    const answer = await forward();
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk);
    const bytes = damages.reduce(damaged, Buffer.concat(chunks));
    const contentType = answer.headers['content-type'] ?? '';
    response.writeHead(answer.statusCode ?? 0, { 'content-type': contentType }).end(bytes);
  };
}

it('never ends well on a damaged answer unless the branch says what it should, and never loses a file', async () => {
  const outcomes: Record<string, number> = {};
  const step = fc.constantFrom(
    /^GET .*upload-pack/,
    /^POST .*upload-pack/,
    /^GET .*receive-pack/,
    /^POST .*receive-pack/,
  );
  await fc.assert(
    fc.asyncProperty(step, fc.array(damage, { minLength: 1, maxLength: 3 }), async (on, damages) => {
      const repository = server.create(randomUUID(), {
        'README.md': 'ours\n',
        'environments/staging/other.yaml': 'a: 1\n',
      });
      const proxy = await faulty(server);
      proxy.inject(withDamage(damages), { on, times: 2 });
      const url = repository.url.replace(server.url, proxy.url);
      const run = await deploy(environmentFor(url, 1, 1, { DEADLINE_SECONDS: '4' }));
      await proxy.stop();
      const { outcome = '', commit } = run.outputs;
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      expect(run.stderr).toBe('');
      if (run.exit === 0) {
        expect(['deployed', 'unchanged']).toContain(outcome);
        expect(repository.read(file)).toContain(digestOf(1));
        expect(repository.log().map(({ hash }) => hash)).toContain(commit);
      } else {
        expect(outcome).toBe('error');
      }
      expect(repository.read('README.md')).toBe('ours\n');
      expect(repository.read('environments/staging/other.yaml')).toBe('a: 1\n');
      expect(repository.log().length).toBeLessThanOrEqual(2);
    }),
    { numRuns: 40 },
  );
  expect(Object.keys(outcomes).toSorted()).toEqual(expect.arrayContaining(['deployed', 'error']));
}, 300_000);
