import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Candidate } from '../../../src/programs/release/candidate';
import type { ChangeAnswer } from '../../../src/programs/release/change';
import { change, lock, type Program } from '../../../src/programs/release/effect';
import { carryOut } from '../../../src/programs/release/step-context';
import { openPod, pod } from './pod';
import { type Servers, startServers } from './servers';
import { candidateEnv, makeStage, type Stage } from './stage';

let servers: Servers;
beforeAll(async () => {
  servers = await startServers();
});
afterAll(() => servers.stop());

const environments = 8;

/** As many as one needs, each with a digest of its own. */
function version(number: number): Candidate {
  const digest = `sha256:${createHash('sha256').update(String(number)).digest('hex')}`;
  return { modelVersion: String(number), runId: `r${number}`, digest, commit: 'c0ffee', uri: '' };
}

/** Two runs at once, for one environment after the other; of each race both versions, in either order. */
async function races(count: number, run: (candidate: Candidate, name: string) => Promise<void>) {
  for (let race = 1; race <= count; race += 1) {
    const pair = [version(2 * race), version(2 * race + 1)];
    await Promise.all((race % 2 === 0 ? pair : pair.toReversed()).map((each) => run(each, `run-${each.modelVersion}`)));
  }
}

const onEach = (work: (stage: Stage) => Promise<void>): Promise<unknown> =>
  Promise.all(Array.from({ length: environments }, async () => work(await makeStage(servers, { runs: [] }))));

it('of 1,000 races for the lock of a record exactly one run holds it at a time, and no change is lost', {
  timeout: 300_000,
}, async () => {
  let raced = 0;
  await onEach(async (stage) => {
    let holders = 0;
    let changes = 0;
    let waited = 0;
    function* turn(candidate: Candidate): Program<ChangeAnswer> {
      expect(yield* lock('source')).toBe('locked');
      holders += 1;
      expect(holders).toBe(1);
      const answer = yield* change('source', 'begin', { candidate });
      expect(holders).toBe(1);
      holders -= 1;
      expect(yield* change('source', 'finish')).toBe('done');
      return answer;
    }
    const { token } = (await stage.record('source')).record;
    await races(1000 / environments, async (candidate, RUN) => {
      const env = { STEP: 'begin-gate', RUN, LEASE_SECONDS: '60', LOCK_WAIT_SECONDS: '20', ...candidateEnv(candidate) };
      const { context, log } = openPod(stage, env);
      const answer = await carryOut(context, turn(candidate));
      if (log.some((line) => line.includes('somebody else holds the lock'))) waited += 1;
      // The older of both comes too late where the newer was first.
      if (answer !== 'superseded') expect(answer).toBe('done');
      changes += answer === 'done' ? 1 : 0;
      raced += 0.5;
    });
    const { record, audit } = await stage.record('source');
    expect(record.token).toBe(token + changes);
    expect(record).toMatchObject({ phase: 'idle', lock: null, candidate: version(2000 / environments + 1) });
    expect(audit.length).toBe(50);
    expect(waited).toBeGreaterThan(0);
  });
  expect(raced).toBe(1000);
});

it('of 200 races with pushes no push by a stale token survives, also of a run that comes back after its lease', {
  timeout: 300_000,
}, async () => {
  let stolen = 0;
  await onEach(async (stage) => {
    await races(200 / environments, async (candidate, RUN) => {
      const isLate = Number(candidate.modelVersion) % 5 === 0;
      // Long enough for the other to take the lock, settle and push.
      const before = async ({ kind }: { readonly kind: string }) => {
        if (isLate && kind === 'push') await sleep(700);
      };
      const env = { RUN, LEASE_SECONDS: '0.4', LOCK_WAIT_SECONDS: '20', ...candidateEnv(candidate) };
      const { ending } = await pod(stage, { ...env, STEP: 'begin-gate' }, { before });
      if (ending === 'killed') throw new Error('nobody kills it');
      if (ending.outputs?.next !== 'measure') {
        expect(['superseded', 'refused']).toContain(ending.word);
        if (ending.word === 'refused') stolen += 1;
        return;
      }
      const recorded = await pod(stage, { ...env, STEP: 'record-verdict', POD: 'b', VERDICT: 'pass', ALONE: 'true' });
      expect(['pass', 'error']).toContain((recorded.ending as { word: string }).word);
      if (!(recorded.ending as { done: boolean }).done) stolen += 1;
    });
    const tokens = stage.repository
      .log()
      .flatMap(({ message }) => /^Fence-Token: (\d+)$/m.exec(message)?.[1] ?? [])
      .map(Number)
      .toReversed();
    expect(tokens.length).toBeGreaterThan(200 / environments / 2);
    for (const [i, token] of tokens.entries()) expect(token).toBeGreaterThan(tokens[i - 1] ?? 0);
    expect(stage.repository.isLinear()).toBe(true);
    const { record } = await stage.record('source');
    expect(stage.file('source')).toEqual({ digest: record.deployed?.digest, token: record.token });
    expect(record.lock).toBeNull();
  });
  expect(stolen).toBeGreaterThan(0);
});
