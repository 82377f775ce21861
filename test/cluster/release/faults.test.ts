import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { api } from '../cluster';
import { nodeLost, runsUntil } from '../kubelet/outcome';
import type { Run, Workflow } from '../run';
import type { EnvironmentName } from './addresses';
import { type Gourmetgram, startGourmetgram } from './gourmetgram';
import { argumentsOf, at, logsOf, ran, start } from './reading';
import type { State } from './state';

let gourmetgram: Gourmetgram;
beforeAll(async () => {
  gourmetgram = await startGourmetgram();
});
afterAll(() => gourmetgram.stop());
beforeEach(() => gourmetgram.reset());

async function expectState(run: Run, state: Partial<State>): Promise<void> {
  expect(await gourmetgram.state(), logsOf(run)).toEqual({ ...start, development: expect.anything(), ...state });
}

/** Whether the record of an environment is in a phase, and git says what it says: the pod waits for the cluster now. */
const waitsIn = (environment: EnvironmentName, phase: string) => async (): Promise<boolean> => {
  const { phase: now, token } = await gourmetgram.record(environment);
  const file = gourmetgram.repository.read(`environments/${environment}/gourmetgram.yaml`) ?? '';
  return now === phase && file.includes(`cdk8s-mlops: ${token}\n`);
};
const passed = [['3', 'pass', expect.any(String)]] as const;
const failed = [['3', 'fail', expect.any(String)]] as const;
const byHand = { by: 'ada@example.com', reason: 'looked at it by hand' };

describe('gourmetgram, when something dies', () => {
  it('the gate is killed when it begins: its exit handler finishes the deployment and holds the version', async () => {
    const candidate = await gourmetgram.build();
    const beginGate = runsUntil(async () => (await gourmetgram.record('staging')).phase === 'gating');
    const scenario = { ...gourmetgram.trains(candidate), 'begin-gate': beginGate };
    const run = await gourmetgram.run('cron-train', { scenario });
    expect(ran(run).slice(-2), logsOf(run)).toEqual(['begin-gate', 'settle-staging']);
    expect(run.phase).toBe('Failed');
    await expectState(run, { staging: at('3', { good: '2', hold: 'no-verdict' }) });
  });

  it('the pod that writes the verdict is lost with its node: no verdict counts, and the version is held', async () => {
    const candidate = await gourmetgram.build();
    const scenario = { ...gourmetgram.trains(candidate), 'record-verdict': nodeLost };
    const run = await gourmetgram.run('cron-train', { scenario });
    expect(ran(run).slice(-4), logsOf(run)).toEqual(['read-decision', 'hold', 'held', 'settle-staging']);
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
    expect(ran(run).slice(-3), logsOf(run)).toEqual(['read-decision', 'promote', 'settle-staging']);
    expect(run.phase).toBe('Failed');
    await expectState(run, {
      staging: at('3'),
      canary: at('2', { candidate: '3' }),
      verdicts: passed,
    });

    const again = await gourmetgram.run('promote-or-revert', { arguments: { 'model-version': '3' } });
    expect(ran(again), logsOf(again)).toEqual(['read-decision', 'promote', 'settle-staging']);
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
    expect(ran(run).slice(-3), logsOf(run)).toEqual(['read-decision', 'revert', 'settle-staging']);
    expect(run.phase).toBe('Failed');
    await expectState(run, {
      staging: at('2', { candidate: '3', rejected: ['3'] }),
      tagged: ['3'],
      verdicts: failed,
    });
  });

  it('the workflow is stopped during the gate: its exit handler holds the version, and after retry-gate it can pass', async () => {
    const candidate = await gourmetgram.build();
    const run = await stoppedAt('wait-rollout', 'Stop', candidate);
    expect(run.phase, logsOf(run)).toBe('Failed');
    await expectState(run, { staging: at('3', { good: '2', hold: 'no-verdict' }) });

    const refused = await gourmetgram.run('promote-or-revert', { arguments: { 'model-version': '3' } });
    expect(refused.phase, logsOf(refused)).toBe('Failed');
    await expectState(refused, { staging: at('3', { good: '2', hold: 'no-verdict' }) });

    const retry = await gourmetgram.run('promote-or-revert-retry-gate', {
      arguments: { 'model-version': '3', ...byHand },
    });
    expect(retry.phase, logsOf(retry)).toBe('Succeeded');
    const gate = await gourmetgram.run('test-staging', {
      arguments: argumentsOf(candidate),
    });
    expect(gate.phase, logsOf(gate)).toBe('Succeeded');
    const decided = await gourmetgram.run('promote-or-revert', { arguments: { 'model-version': '3' } });
    expect(decided.phase, logsOf(decided)).toBe('Succeeded');
    await expectState(decided, { staging: at('3'), canary: at('3'), verdicts: passed });
  });

  it('the workflow is terminated during the gate: nothing runs at its exit, and the periodic settle holds the version', async () => {
    const candidate = await gourmetgram.build();
    const run = await stoppedAt('wait-rollout', 'Terminate', candidate);
    expect(ran(run), logsOf(run)).not.toContain('settle-staging');
    await expectState(run, { staging: at('3', { good: '2', phase: 'gating', locked: true }) });
    // Its lock is left to expire.
    await expect
      .poll(async () => Date.parse((await gourmetgram.record('staging'))['lock-expires'] ?? '') < Date.now(), {
        timeout: 10_000,
      })
      .toBe(true);

    const settled = await gourmetgram.run('promote-or-revert-settle');
    expect(settled.phase, logsOf(settled)).toBe('Succeeded');
    await expectState(settled, { staging: at('3', { good: '2', hold: 'no-verdict' }) });
  });

  it('somebody overrides a version that is held: it is promoted on their word', async () => {
    const candidate = await gourmetgram.build();
    await stoppedAt('wait-rollout', 'Stop', candidate);
    const override = await gourmetgram.run('promote-or-revert-override', {
      arguments: { 'model-version': '3', ...byHand },
    });
    expect(override.phase, logsOf(override)).toBe('Succeeded');
    const run = await gourmetgram.run('promote-or-revert', { arguments: { 'model-version': '3' } });
    expect(run.phase, logsOf(run)).toBe('Succeeded');
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
    expect(run.phase, logsOf(run)).toBe('Failed');
    await expectState(run, { staging: rejected, tagged: ['3'], verdicts: failed });
    const gate = await gourmetgram.run('test-staging', {
      arguments: argumentsOf(candidate),
    });
    expect(gate.phase, logsOf(gate)).toBe('Failed');
    await expectState(gate, { staging: rejected, tagged: ['3'], verdicts: failed });

    const released = await gourmetgram.run('promote-or-revert-release-hold', {
      arguments: { 'model-version': '3', ...byHand },
    });
    expect(released.phase, logsOf(released)).toBe('Succeeded');
    await expectState(released, { staging: at('2', { candidate: '3' }), verdicts: failed });
  });

  it('a version that nobody tested is promoted by hand: refused', async () => {
    await gourmetgram.build();
    const run = await gourmetgram.run('promote-or-revert', { arguments: { 'model-version': '3' } });
    expect(run.phase, logsOf(run)).toBe('Failed');
    await expectState(run, {});
  });

  it('the manifests are applied again: the records stay', async () => {
    const before = await gourmetgram.state();
    await gourmetgram.applyAgain();
    expect(await gourmetgram.state()).toEqual(before);
  });
});

/** Somebody stops the workflow, as `argo stop` and `argo terminate` do, while a pod runs; the pod is killed then. */
async function stoppedAt(
  template: string,
  shutdown: 'Stop' | 'Terminate',
  candidate: Parameters<Gourmetgram['trains']>[0],
): Promise<Run> {
  gourmetgram.world.pause('staging');
  let stopping = false;
  let stopped = false;
  const run = await gourmetgram.run('cron-train', {
    scenario: { ...gourmetgram.trains(candidate), [template]: runsUntil(async () => stopped) },
    meanwhile: async (workflow: Workflow, path: string) => {
      const nodes = Object.values(workflow.status?.nodes ?? {});
      const waits = nodes.some(
        ({ templateName, phase, type }) => templateName === template && type === 'Pod' && phase === 'Running',
      );
      if (stopping || !waits) return;
      stopping = true;
      await api.patch(path, { spec: { shutdown } });
      // The controller hears of it, and ends the pod then.
      await sleep(1500);
      stopped = true;
    },
  });
  gourmetgram.world.resume('staging');
  return run;
}
