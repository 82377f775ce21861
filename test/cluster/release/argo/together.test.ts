import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/json';
import { listPath } from '../../api/paths';
import { apply } from '../../apply';
import { api } from '../../cluster';
import { committedManifests } from '../../dist-manifests';
import type { Release } from '../engine';
import { type Gourmetgram, startGourmetgram } from '../gourmetgram';
import { argumentsOf, at, start } from '../reading';
import type { State } from '../state';
import { argo } from './engine';

let gourmetgram: Gourmetgram;
beforeAll(async () => {
  gourmetgram = await startGourmetgram(argo);
});
afterAll(() => gourmetgram.stop());
beforeEach(() => gourmetgram.reset());

async function expectState(run: Release, state: Partial<State>): Promise<void> {
  expect(await gourmetgram.state(), run.log).toEqual({ ...start, development: expect.anything(), ...state });
}

const workflows = listPath('argoproj.io/v1alpha1', 'Workflow', 'argo');
const pass = (version: string) => [version, 'pass', expect.any(String)] as const;

describe('gourmetgram, canary to production (G-S13)', () => {
  const decided = (decision: string) =>
    gourmetgram.run('promote-to-production', {
      arguments: { 'model-version': '2' },
      answers: { approve: decision === '' ? {} : { set: { decision } } },
    });

  it('is promoted when somebody approves', async () => {
    const run = await decided('approve');
    expect(run.ran, run.log).toEqual(['read-decision', 'approve', 'settle-canary']);
    expect(run.phase).toBe('Succeeded');
    await expectState(run, { production: at('2') });
  });

  it.for([
    ['refuses', 'refuse', 'refuse'],
    ['says nothing', 'expired', ''],
    ['says something else', 'expired', 'yes'],
  ] as const)('stays where it is when somebody %s', async ([, ended, decision]) => {
    const run = await decided(decision);
    expect(run.ran, run.log).toEqual(['read-decision', ended, 'settle-canary']);
    expect(run.phase).toBe('Failed');
    await expectState(run, {});
  });

  it('is refused for a version that canary has not approved', async () => {
    await gourmetgram.build();
    const run = await gourmetgram.run('promote-to-production', { arguments: { 'model-version': '3' } });
    expect(run.ran, run.log).not.toContain('approve');
    expect(run.phase).toBe('Failed');
    await expectState(run, {});
  });
});

describe('gourmetgram, when runs meet (G-S14)', () => {
  it('does not start by schedule while a run of the schedule goes on', async () => {
    const cron = committedManifests().gourmetgram?.find(
      ({ kind, metadata }) => kind === 'CronWorkflow' && metadata.name === 'cron-train',
    ) as KubeObject & { spec: object };
    // Every two seconds instead of every night; its first run stays at training, nobody plays its pods.
    const often = { ...cron, spec: { ...cron.spec, schedules: ['@every 2s'] } };
    await apply(api, often);
    const path = listPath('argoproj.io/v1alpha1', 'CronWorkflow', 'argo');
    const started = async () => {
      const label = 'workflows.argoproj.io/cron-workflow%3Dcron-train';
      return (await api.get<{ items: KubeObject[] }>(`${workflows}?labelSelector=${label}`)).items;
    };
    try {
      await expect.poll(async () => (await started()).length, { timeout: 20_000, interval: 200 }).toBe(1);
      await sleep(5000);
      expect(await started()).toHaveLength(1);
    } finally {
      await api.remove(`${path}/cron-train`);
      for (const { metadata } of await started()) await api.remove(`${workflows}/${metadata.name}`);
      await api.remove(`${listPath('v1', 'Pod', 'argo')}?gracePeriodSeconds=0`);
    }
    expect(await gourmetgram.state()).toMatchObject(start);
  });

  it('lets a run by hand wait until the night is over', async () => {
    const three = await gourmetgram.build();
    const four = await gourmetgram.build();
    let waited = '';
    let second: Promise<Release> | undefined;
    const first = await gourmetgram.run('cron-train', {
      scenario: gourmetgram.trains(three),
      meanwhile: async ({ began }) => {
        if (!began('wait-rollout') || second !== undefined) return;
        second = gourmetgram.run('test-staging', {
          arguments: argumentsOf(four),
          meanwhile: async ({ waits }) => {
            if (waits !== '') waited = waits;
          },
        });
      },
    });
    expect(first.phase, first.log).toBe('Succeeded');
    const gate = await second;
    expect(waited).toContain('Waiting for argo/Mutex/gourmetgram lock');
    expect(gate?.phase).toBe('Succeeded');
    await expectState(first, {
      staging: at('4'),
      canary: at('3'),
      verdicts: [pass('3'), pass('4')],
    });
    const run = await gourmetgram.run('promote-or-revert', { arguments: { 'model-version': '4' } });
    expect(run.phase, run.log).toBe('Succeeded');
    await expectState(run, { staging: at('4'), canary: at('4'), verdicts: [pass('3'), pass('4')] });
  });
});
