import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/json';
import { listPath } from '../../api/paths';
import { api } from '../../cluster';
import { withEnv } from '../../container';
import { committedManifests } from '../../dist-manifests';
import { runJob } from '../../kubelet/run-job';
import type { PipelineRun } from '../../tekton/pipeline-run';
import type { Release } from '../engine';
import { type Gourmetgram, startGourmetgram } from '../gourmetgram';
import { argumentsOf, at, start } from '../reading';
import { tekton } from './engine';

let gourmetgram: Gourmetgram;
beforeAll(async () => {
  gourmetgram = await startGourmetgram(tekton);
});
afterAll(() => gourmetgram.stop());
beforeEach(() => gourmetgram.reset());

const goOn = async () =>
  (await api.get<{ items: PipelineRun[] }>(listPath('tekton.dev/v1', 'PipelineRun', tekton.namespace))).items.filter(
    ({ status }) => status?.conditions?.[0]?.status === 'Unknown',
  );

describe('gourmetgram on Tekton, when runs meet (G-S14)', () => {
  it('does not start by schedule while a run goes on, and ends a run by hand that does not get the lock', async () => {
    const cron = committedManifests()[tekton.folder]?.find(
      ({ kind, metadata }) => kind === 'CronJob' && metadata.name === 'cron-train',
    ) as KubeObject;
    const three = await gourmetgram.build();
    const four = await gourmetgram.build();
    // The first waits for its roll-out until the other has ended, and its lock lives as long.
    await gourmetgram.vary({
      container: (container, step) =>
        withEnv(container, { LEASE_SECONDS: '200', ...(step === 'wait-rollout' && { DEADLINE_SECONDS: '200' }) }),
    });
    let started: { readonly exitCode: number } | undefined;
    let together = 0;
    let second: Promise<Release> | undefined;
    const first = await gourmetgram.run('cron-train', {
      scenario: gourmetgram.trains(three),
      meanwhile: async ({ began }) => {
        if (!began('wait-rollout') || second !== undefined) return;
        gourmetgram.world.pause('staging');
        second = gourmetgram.run('test-staging', { arguments: argumentsOf(four) });
        started = await runJob(api, cron, 'cron-train-1');
        together = (await goOn()).filter(({ metadata }) => metadata.name.startsWith('cron-train')).length;
        await second;
        gourmetgram.world.resume('staging');
      },
    });
    expect(started).toMatchObject({ exitCode: 0 });
    expect(together).toBe(1);
    const byHand = await second;
    expect(byHand?.phase, byHand?.log).toBe('Failed');
    expect(byHand?.ran).toEqual(['begin-gate', 'settle-staging']);
    expect(first.phase, first.log).toBe('Succeeded');
    expect(await gourmetgram.state()).toEqual({
      ...start,
      development: '4',
      staging: at('3'),
      canary: at('3'),
      verdicts: [['3', 'pass', expect.any(String)]],
    });
  });
});
