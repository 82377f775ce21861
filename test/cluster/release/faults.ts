import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Candidate } from '../../../src/programs/release/candidate';
import { nodeLost, runsUntil } from '../kubelet/outcome';
import type { EnvironmentName } from './addresses';
import type { Engine, Release, Rows } from './engine';
import { type Gourmetgram, startGourmetgram } from './gourmetgram';
import { argumentsOf, at, start } from './reading';
import type { State } from './state';

const passed = [['3', 'pass', expect.any(String)]] as const;
const failed = [['3', 'fail', expect.any(String)]] as const;
const byHand = { by: 'ada@example.com', reason: 'looked at it by hand' };

/** Plays on an engine what can die, and what people do about it. */
export function playFaults(engine: Engine, { every }: Rows): void {
  describe(`gourmetgram on ${engine.name}, when something dies`, () => {
    let gourmetgram: Gourmetgram;
    beforeAll(async () => {
      gourmetgram = await startGourmetgram(engine);
    });
    afterAll(() => gourmetgram.stop());
    beforeEach(() => gourmetgram.reset());

    async function expectState(run: Release, state: Partial<State>): Promise<void> {
      expect(await gourmetgram.state(), run.log).toEqual({ ...start, development: expect.anything(), ...state });
    }

    /** Whether the record of an environment is in a phase, and git says what it says: the pod waits for the cluster now. */
    const waitsIn = (environment: EnvironmentName, phase: string) => async (): Promise<boolean> => {
      const { phase: now, token } = await gourmetgram.record(environment);
      const file = gourmetgram.repository.read(`environments/${environment}/gourmetgram.yaml`) ?? '';
      return now === phase && file.includes(`cdk8s-mlops: ${token}\n`);
    };
    /** Somebody stops the run while a pod runs, which is killed then. */
    async function stoppedAt(step: string, how: 'gracefully' | 'at once', candidate: Candidate): Promise<Release> {
      gourmetgram.world.pause('staging');
      let stopping = false;
      let stopped = false;
      const run = await gourmetgram.run('cron-train', {
        scenario: { ...gourmetgram.trains(candidate), [step]: runsUntil(async () => stopped) },
        meanwhile: async (progress) => {
          if (stopping || !progress.began(step)) return;
          stopping = true;
          await progress.stop(how);
          // The controller hears of it, and ends the pod then.
          await sleep(1500);
          stopped = true;
        },
      });
      gourmetgram.world.resume('staging');
      return run;
    }

    it('the workflow is stopped during the gate: its exit handler holds the version, and after retry-gate it can pass', async () => {
      const candidate = await gourmetgram.build();
      const run = await stoppedAt('wait-rollout', 'gracefully', candidate);
      expect(run.phase, run.log).toBe('Failed');
      await expectState(run, { staging: at('3', { good: '2', hold: 'no-verdict' }) });

      const refused = await gourmetgram.run('promote-or-revert', { arguments: { 'model-version': '3' } });
      expect(refused.phase, refused.log).toBe('Failed');
      await expectState(refused, { staging: at('3', { good: '2', hold: 'no-verdict' }) });

      const retry = await gourmetgram.run('promote-or-revert-retry-gate', {
        arguments: { 'model-version': '3', ...byHand },
      });
      expect(retry.phase, retry.log).toBe('Succeeded');
      const gate = await gourmetgram.run('test-staging', {
        arguments: argumentsOf(candidate),
      });
      expect(gate.phase, gate.log).toBe('Succeeded');
      const decided = await gourmetgram.run('promote-or-revert', { arguments: { 'model-version': '3' } });
      expect(decided.phase, decided.log).toBe('Succeeded');
      await expectState(decided, { staging: at('3'), canary: at('3'), verdicts: passed });
    });

    it('the workflow is terminated during the gate: nothing runs at its exit, and the periodic settle holds the version', async () => {
      const candidate = await gourmetgram.build();
      const run = await stoppedAt('wait-rollout', 'at once', candidate);
      expect(run.ran, run.log).not.toContain('settle-staging');
      await expectState(run, { staging: at('3', { good: '2', phase: 'gating', locked: true }) });
      // Its lock is left to expire.
      await expect
        .poll(async () => Date.parse((await gourmetgram.record('staging'))['lock-expires'] ?? '') < Date.now(), {
          timeout: 10_000,
        })
        .toBe(true);

      const settled = await gourmetgram.run('promote-or-revert-settle');
      expect(settled.phase, settled.log).toBe('Succeeded');
      await expectState(settled, { staging: at('3', { good: '2', hold: 'no-verdict' }) });
    });

    if (!every) return;

    it('the gate is killed when it begins: its exit handler finishes the deployment and holds the version', async () => {
      const candidate = await gourmetgram.build();
      const beginGate = runsUntil(async () => (await gourmetgram.record('staging')).phase === 'gating');
      const scenario = { ...gourmetgram.trains(candidate), 'begin-gate': beginGate };
      const run = await gourmetgram.run('cron-train', { scenario });
      expect(run.ran.slice(-2), run.log).toEqual(['begin-gate', 'settle-staging']);
      expect(run.phase).toBe('Failed');
      await expectState(run, { staging: at('3', { good: '2', hold: 'no-verdict' }) });
    });

    it('the pod that writes the verdict is lost with its node: no verdict counts, and the version is held', async () => {
      const candidate = await gourmetgram.build();
      const scenario = { ...gourmetgram.trains(candidate), 'record-verdict': nodeLost };
      const run = await gourmetgram.run('cron-train', { scenario });
      const after = engine.killedCheckIs === 'an error' ? ['read-decision', 'hold', 'held'] : [];
      expect(run.ran.slice(run.ran.indexOf('record-verdict') + 1), run.log).toEqual([...after, 'settle-staging']);
      expect(run.phase).toBe('Failed');
      await expectState(run, { staging: at('3', { good: '2', hold: 'no-verdict' }) });
    });

    it('promoting is killed in the middle: the run is red, its exit handler takes canary back, and a start by hand promotes', async () => {
      const candidate = await gourmetgram.build();
      gourmetgram.world.pause('canary');
      const promote = runsUntil(waitsIn('canary', 'receiving'));
      const scenario = { ...gourmetgram.trains(candidate), promote };
      const run = await gourmetgram.run('cron-train', { scenario });
      gourmetgram.world.resume('canary');
      expect(run.ran.slice(-3), run.log).toEqual(['read-decision', 'promote', 'settle-staging']);
      expect(run.phase).toBe('Failed');
      await expectState(run, {
        staging: at('3'),
        canary: at('2', { candidate: '3' }),
        verdicts: passed,
      });

      const again = await gourmetgram.run('promote-or-revert', { arguments: { 'model-version': '3' } });
      expect(again.ran, again.log).toEqual(['read-decision', 'promote', 'settle-staging']);
      expect(again.phase).toBe('Succeeded');
      await expectState(again, { staging: at('3'), canary: at('3'), verdicts: passed });
    });

    it('reverting is killed in the middle: the run is red, and its exit handler finishes', async () => {
      const candidate = await gourmetgram.build('bad-architecture');
      const revert = runsUntil(async () => {
        if ((await gourmetgram.record('staging')).phase !== 'reverting') return false;
        gourmetgram.world.pause('staging');
        return waitsIn('staging', 'reverting')();
      });
      const run = await gourmetgram.run('cron-train', { scenario: { ...gourmetgram.trains(candidate), revert } });
      gourmetgram.world.resume('staging');
      expect(run.ran.slice(-3), run.log).toEqual(['read-decision', 'revert', 'settle-staging']);
      expect(run.phase).toBe('Failed');
      await expectState(run, {
        staging: at('2', { candidate: '3', rejected: ['3'] }),
        tagged: ['3'],
        verdicts: failed,
      });
    });

    it('somebody overrides a version that is held: it is promoted on their word', async () => {
      const candidate = await gourmetgram.build();
      await stoppedAt('wait-rollout', 'gracefully', candidate);
      const override = await gourmetgram.run('promote-or-revert-override', {
        arguments: { 'model-version': '3', ...byHand },
      });
      expect(override.phase, override.log).toBe('Succeeded');
      const run = await gourmetgram.run('promote-or-revert', { arguments: { 'model-version': '3' } });
      expect(run.phase, run.log).toBe('Succeeded');
      // The attempt of the override has a token of its own; the next push carries it into git.
      const staging = at('3', { fenced: false });
      await expectState(run, { staging, canary: at('3'), verdicts: [['3', 'override', byHand.reason]] });
      expect((await gourmetgram.record('staging')).audit).toContain(byHand.by);
    });

    it('a rejected version is promoted by hand: refused, until release-hold and a gate that passes', async () => {
      const candidate = await gourmetgram.build('bad-architecture');
      await gourmetgram.run('cron-train', { scenario: gourmetgram.trains(candidate) });
      const rejected = at('2', { candidate: '3', rejected: ['3'] });
      const run = await gourmetgram.run('promote-or-revert', { arguments: { 'model-version': '3' } });
      expect(run.phase, run.log).toBe('Failed');
      await expectState(run, { staging: rejected, tagged: ['3'], verdicts: failed });
      const gate = await gourmetgram.run('test-staging', {
        arguments: argumentsOf(candidate),
      });
      expect(gate.phase, gate.log).toBe('Failed');
      await expectState(gate, { staging: rejected, tagged: ['3'], verdicts: failed });

      const released = await gourmetgram.run('promote-or-revert-release-hold', {
        arguments: { 'model-version': '3', ...byHand },
      });
      expect(released.phase, released.log).toBe('Succeeded');
      await expectState(released, { staging: at('2', { candidate: '3' }), verdicts: failed });
    });

    it('a version that nobody tested is promoted by hand: refused', async () => {
      await gourmetgram.build();
      const run = await gourmetgram.run('promote-or-revert', { arguments: { 'model-version': '3' } });
      expect(run.phase, run.log).toBe('Failed');
      await expectState(run, {});
    });

    it('somebody else commits to git during the gate: it is not mistaken for a version of its own', async () => {
      const candidate = await gourmetgram.build();
      let commits = 0;
      const run = await gourmetgram.run('cron-train', {
        scenario: gourmetgram.trains(candidate),
        meanwhile: async ({ began }) => {
          if (!began('check-pods') || commits > 0) return;
          commits += 1;
          gourmetgram.repository.commit({ 'README.md': 'what runs where, said better\n' }, 'docs');
        },
      });
      expect(run.phase, run.log).toBe('Succeeded');
      await expectState(run, { staging: at('3'), canary: at('3'), verdicts: passed });
    });

    it('the manifests are applied again: the records stay', async () => {
      const before = await gourmetgram.state();
      await gourmetgram.applyAgain();
      expect(await gourmetgram.state()).toEqual(before);
    });
  });
}
