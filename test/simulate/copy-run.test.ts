import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/simulate/compile';
import type { Manifests } from '../../src/simulate/plan/manifests';
import { readResult } from '../../src/simulate/read-result';
import { copyRun } from '../../src/simulate/run/copy-run';
import { mergedArguments } from '../../src/simulate/run/globals';
import type { Run } from '../../src/simulate/run/run';
import { startRun } from '../../src/simulate/run/start-run';
import type { Executor } from '../../src/simulate/scenario/executor';
import type { Outcome } from '../../src/simulate/scenario/outcome';
import { fakeClock } from '../../src/simulate/world/clock';
import { createLocks } from '../../src/simulate/world/locks';
import { play } from '../../src/simulate/world/play';
import { workflows } from '../cluster/compare/generate';
import { corpusIsThere, examples } from './corpus';

if (!corpusIsThere) process.stderr.write('../shared/corpus is absent: runs of published workflows were not copied\n');

const start = Date.UTC(2026, 0, 1);
const until = start + 30 * 86_400_000;

const outcomes: readonly Outcome[] = [
  ...Array<Outcome>(6).fill({ kind: 'ended' }),
  { kind: 'ended', outputs: { v: '["a","b"]' }, takes: '3m' },
  { kind: 'ended', exitCode: 1 },
  { kind: 'error' },
  { kind: 'node-lost' },
  { kind: 'hangs' },
  { kind: 'never-scheduled' },
];

/** What becomes of a leaf, by its name: the same in each copy. */
function outcomeOf(name: string, salt: number): Outcome {
  const sum = [...name].reduce((sum, letter) => Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 16_777_619), salt) >>> 8;
  return outcomes[sum % outcomes.length] as Outcome;
}

/** How a run ends, and how copies of it end that were taken before each look of the controller. */
function endsOf(manifests: Manifests, salt: number | undefined) {
  const plan = compile(manifests);
  const [workflow] = plan.workflows;
  if (workflow === undefined) throw new Error('there is no workflow');
  const executor: Executor = {
    start: ({ name }, ends) => ends(salt === undefined ? { kind: 'ended' } : outcomeOf(name, salt)),
    later: false,
  };
  const run = startRun(
    {
      version: '4.0',
      clock: fakeClock(start),
      locks: createLocks(),
      caches: new Map(),
      executor,
      assumptions: new Set(),
      undecided: new Set(),
    },
    workflow,
    mergedArguments(workflow.spec.arguments, {}),
  );
  const copies: Run[] = [];
  play(run.world, [run], until, () => {
    // A hundred looks tell as much as thousands.
    if (copies.length < 100) copies.push(copyRun(run, executor));
  });
  // Copies are played after the original, so that nothing that both have may have changed.
  for (const copy of copies) play(copy.world, [copy], until);
  return { own: told(run), copies: copies.map(told) };
}

const told = (run: Run) => ({
  ...readResult(run),
  assumptions: [...run.world.assumptions],
  undecided: [...run.world.undecided],
});

describe('a copy of a run, taken before any look of the controller', () => {
  it('ends as its original does, in generated workflows', () => {
    fc.assert(
      fc.property(workflows, fc.nat(), ({ templates }, salt) => {
        const manifest = {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Workflow',
          metadata: { name: 'generated' },
          spec: { entrypoint: templates[0]?.name ?? '', templates },
        };
        const { own, copies } = endsOf([manifest], salt);
        expect(copies.length).toBeGreaterThan(0);
        for (const copy of copies) expect(copy).toEqual(own);
      }),
      { numRuns: 60, seed: 20_260_707 },
    );
  }, 120_000);

  it.skipIf(!corpusIsThere).for(examples())('ends as its original does: $file', ({ manifests }) => {
    for (const salt of [undefined, 1, 2]) {
      const { own, copies } = endsOf(manifests, salt);
      for (const copy of copies) expect(copy).toEqual(own);
    }
  });
});
