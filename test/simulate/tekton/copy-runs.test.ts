import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/simulate/compile';
import type { Manifests } from '../../../src/simulate/plan/manifests';
import type { Executor } from '../../../src/simulate/scenario/executor';
import type { Outcome } from '../../../src/simulate/scenario/outcome';
import { playTektonRuns } from '../../../src/simulate/tekton/play';
import { sampleHints } from '../../../src/simulate/tekton/pod/sample-step';
import { readTektonRun } from '../../../src/simulate/tekton/read-run';
import type { Child } from '../../../src/simulate/tekton/run/child';
import { copyRuns, type TektonRuns } from '../../../src/simulate/tekton/run/copy-runs';
import type { PipelineRun } from '../../../src/simulate/tekton/run/pipeline-run';
import { startTektonRun } from '../../../src/simulate/tekton/run/start-run';
import { fakeClock } from '../../../src/simulate/world/clock';
import { pipelines } from '../../cluster/compare/tekton/generate-pipelines';
import { corpusIsThere, examples } from './corpus';

if (!corpusIsThere) process.stderr.write('../shared/corpus is absent: runs of published pipelines were not copied\n');

const start = Date.UTC(2026, 0, 1);
const until = start + 86_400_000;

const outcomes: readonly Outcome[] = [
  ...Array<Outcome>(6).fill({ kind: 'ended' }),
  { kind: 'ended', outputs: { r: 'yes' }, takes: '3m' },
  { kind: 'ended', outputs: { r: null } },
  { kind: 'ended', exitCode: 1 },
  { kind: 'ended', exitCode: 137, reason: 'OOMKilled' },
  { kind: 'node-lost' },
  { kind: 'hangs' },
  { kind: 'never-scheduled' },
  { kind: 'cannot-pull' },
];

/** What becomes of a step, by its name: the same in each copy. */
function outcomeOf(name: string, attempt: number, salt: number): Outcome {
  const letters = [...`${name} ${attempt}`];
  const sum = letters.reduce((sum, letter) => Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 16_777_619), salt) >>> 8;
  return outcomes[sum % outcomes.length] as Outcome;
}

/** How runs end, and how copies of them end that were taken before anything happened. */
function endsOf(manifests: Manifests, salt: number | undefined) {
  const { tekton } = compile(manifests);
  if (tekton === undefined) return { own: undefined, copies: [] };
  const { library, version, runs: plans } = tekton;
  const executor: Executor = {
    start: ({ name, attempt }, ends) => ends(salt === undefined ? { kind: 'ended' } : outcomeOf(name, attempt, salt)),
    later: false,
  };
  const world = {
    version,
    clock: fakeClock<PipelineRun, Child>(start),
    executor,
    said: () => undefined,
    library,
    hints: sampleHints(library),
    assumptions: new Set<string>(),
    undecided: new Set<string>(),
  };
  const runs = plans.map((plan) => startTektonRun(world, plan));
  const copies: TektonRuns[] = [];
  playTektonRuns(world, runs, until, () => {
    // A hundred looks tell as much as thousands.
    if (copies.length < 100) copies.push(copyRuns({ world, runs }, executor));
  });
  // Copies are played after the original, so that nothing that both have may have changed.
  for (const copy of copies) playTektonRuns(copy.world, copy.runs, until);
  return { own: told({ world, runs }), copies: copies.map(told) };
}

const told = ({ world, runs }: TektonRuns) => ({
  runs: runs.map(readTektonRun).map((run) => ({ ...run, nodes: run.nodes })),
  assumptions: [...world.assumptions],
  undecided: [...world.undecided],
});

describe('a copy of runs of Tekton, taken before anything happens', () => {
  it('ends as its original does, in generated pipelines', () => {
    fc.assert(
      fc.property(pipelines, fc.nat(), ({ tasks, last, results }, salt) => {
        const spec = { pipelineSpec: { tasks, finally: last, results } };
        const manifest = { apiVersion: 'tekton.dev/v1', kind: 'PipelineRun', metadata: { name: 'generated' }, spec };
        const { own, copies } = endsOf([manifest], salt);
        expect(copies.length).toBeGreaterThan(0);
        for (const copy of copies) expect(copy).toEqual(own);
      }),
      { numRuns: 100, seed: 20_260_707 },
    );
  }, 120_000);

  const one = (tasks: readonly object[], more: object = {}) => [
    {
      apiVersion: 'tekton.dev/v1',
      kind: 'PipelineRun',
      metadata: { name: 'run' },
      spec: { pipelineSpec: { tasks, ...more } },
    },
  ];
  const step = { taskSpec: { results: [{ name: 'r' }], steps: [{ name: 'main', image: 'x' }] } };

  it.each([
    [
      'pipelines in pipelines',
      one([
        { name: 'a', pipelineSpec: { tasks: [{ name: 'b', ...step }] } },
        { name: 'c', runAfter: ['a'], ...step },
      ]),
    ],
    [
      'custom tasks',
      one([
        { name: 'a', taskRef: { apiVersion: 'example.dev/v1', kind: 'Wait', name: 'w' } },
        { name: 'b', ...step, params: [{ name: 'p', value: '$(tasks.a.results.word)' }] },
      ]),
    ],
  ])('ends as its original does, in %s', (_, manifests) => {
    for (const salt of [undefined, 1, 2, 3, 4, 5, 6, 7]) {
      const { own, copies } = endsOf(manifests, salt);
      expect(copies.length).toBeGreaterThan(3);
      for (const copy of copies) expect(copy).toEqual(own);
    }
  });

  it.skipIf(!corpusIsThere).for(examples())('ends as its original does: $file', (example) => {
    for (const salt of [undefined, 1, 2]) {
      const { own, copies } = endsOf([example], salt);
      for (const copy of copies) expect(copy).toEqual(own);
    }
  });
});
