import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../src/simulate/compile';
import { type ExploreOptions, explorePlan, playAlone } from '../../src/simulate/explore/explore';
import { createExplorer } from '../../src/simulate/explore/explorer';
import { exploreInParallel } from '../../src/simulate/explore/parallel/explore-in-parallel';
import type { Manifests } from '../../src/simulate/plan/manifests';

const folder = join(__dirname, 'explore');
const dist = join(__dirname, '../../dist-manifests');
const release = join(dist, 'gourmetgram/argo');
const tektonRelease = join(dist, 'gourmetgram-tekton/gourmetgram-delivery');

const fixture = (file: string): Manifests => [{ file, text: readFileSync(join(folder, file), 'utf8') }];

/** Each step may take 200 seconds, and all together no more than 300. */
const slow = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Workflow',
  metadata: { name: 'slow' },
  spec: {
    entrypoint: 'main',
    activeDeadlineSeconds: 300,
    templates: [
      {
        name: 'main',
        steps: ['first', 'second', 'third'].map((name) => [{ name, template: 'wait', continueOn: { failed: true } }]),
      },
      { name: 'wait', activeDeadlineSeconds: 200, container: { image: 'alpine:3.20', command: ['wait'] } },
    ],
  },
};

/** The manifests of the example, each text changed by somebody's mistake. */
const gourmetgram = (mistake = (text: string): string => text, from = release): Manifests =>
  readdirSync(from).map((file) => ({ file, text: mistake(readFileSync(join(from, file), 'utf8')) }));

/** A pipeline of Tekton with a step that may hang longer than all may take. */
const slowPipeline = {
  apiVersion: 'tekton.dev/v1',
  kind: 'PipelineRun',
  metadata: { name: 'slow' },
  spec: {
    timeouts: { pipeline: '25m', tasks: '21m' },
    pipelineSpec: {
      tasks: ['first', 'second', 'third'].map((name) => ({
        name,
        onError: 'continue',
        timeout: '20m',
        taskSpec: { results: [{ name: 'word' }], steps: [{ name: 'main', image: 'alpine:3.20' }] },
        ...(name === 'third' && { params: [{ name: 'word', value: '$(tasks.second.results.word)' }] }),
      })),
      finally: [{ name: 'last', taskSpec: { steps: [{ name: 'main', image: 'alpine:3.20' }] } }],
    },
  },
};

interface Case extends Pick<ExploreOptions, 'limit'> {
  readonly name: string;
  readonly manifests: Manifests;
  readonly submit?: string;
  readonly violations: number;
  /** How often all is searched. */
  readonly rounds?: number;
}

const cases: readonly Case[] = [
  { name: 'a sound workflow', manifests: fixture('sound.yaml'), violations: 0 },
  { name: 'an alias that moves too early', manifests: fixture('faults/alias-before-rollout.yaml'), violations: 3 },
  { name: 'an output that is skipped', manifests: fixture('faults/skipped-output.yaml'), violations: 3 },
  {
    name: 'a release whose gate records a pass, whatever was measured',
    manifests: gourmetgram((text) => text.replace(/(name: VERDICT\n +value: ).*/g, '$1pass')),
    submit: 'cron-train',
    limit: 120,
    violations: 2,
  },
  {
    name: 'a workflow that may come to its deadline, so that times are told apart in a second round',
    manifests: [slow],
    rounds: 2,
    violations: 0,
  },
  {
    name: 'a release on Tekton whose gate records a pass, whatever was measured',
    manifests: gourmetgram((text) => text.replace(/(name: VERDICT\n +value: ).*/g, '$1pass'), tektonRelease),
    submit: 'cron-train',
    limit: 60,
    violations: 2,
  },
  { name: 'a pipeline of Tekton that may come to its deadline', manifests: [slowPipeline], rounds: 2, violations: 0 },
];

/** Threads need a file that was compiled. */
const compiledFolder = mkdtempSync(join(tmpdir(), 'worker-'));
const worker = join(compiledFolder, 'worker.cjs');

beforeAll(() => {
  buildSync({
    entryPoints: [join(__dirname, '../../src/simulate/explore/parallel/worker.ts')],
    outfile: worker,
    bundle: true,
    platform: 'node',
  });
});

afterAll(() => rmSync(compiledFolder, { recursive: true }));

describe('what an exploration finds', () => {
  it.for(cases)(
    'is the same whatever the number of threads: $name',
    { timeout: 120_000 },
    async ({ manifests, submit, limit, violations, rounds = 1 }) => {
      const options = limit === undefined ? {} : { limit };
      const compiled = submit === undefined ? {} : { submit };
      const alone = explorePlan(compile(manifests, compiled), options);
      expect(alone.violations).toHaveLength(violations);
      for (const workers of [1, 2, 3]) {
        const explored = { manifests, compile: compiled, options: {} };
        const ticks: number[] = [];
        const found = await exploreInParallel(
          explored,
          { ...options, progress: (plays) => ticks.push(plays) },
          { workers, alone: 5, file: worker },
        );
        expect(found).toEqual(alone);
        // In order, and none twice.
        const begins = ticks.filter((tick, index) => tick !== (ticks[index - 1] ?? 0) + 1);
        expect(begins).toEqual(Array(rounds - 1).fill(1));
      }
    },
  );

  it.for(cases)('is the same however many copies of runs are kept: $name', ({ manifests, submit, limit = 5_000 }) => {
    const plan = compile(manifests, submit === undefined ? {} : { submit });
    const [all, few, none] = [undefined, 2, 0].map((kept) => {
      const explorer = createExplorer(plan, { limit: Math.min(limit, 150) }, kept);
      if ('plays' in explorer) throw new Error('there is nothing to explore');
      return [false, true].map((time) => explorer.conclude(playAlone(explorer.round(time))));
    });
    expect(few).toEqual(all);
    expect(none).toEqual(all);
  });

  it.each([
    ['throws', "throw new Error('no more memory')", 'a thread that plays scenarios crashed: no more memory'],
    ['ends', 'process.exit(3)', 'a thread that plays scenarios ended'],
  ])('is nothing, but an error, where a thread %s', async (_, text, message) => {
    const file = join(compiledFolder, 'broken.cjs');
    writeFileSync(file, text);
    const explored = { manifests: gourmetgram(), compile: { submit: 'cron-train' }, options: {} };
    await expect(exploreInParallel(explored, {}, { workers: 2, alone: 5, file })).rejects.toThrow(message);
  });
});
