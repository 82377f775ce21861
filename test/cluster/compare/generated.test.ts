import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject } from '../api/json';
import { applyAll } from '../apply';
import { api } from '../cluster';
import { differences, played } from '../compare';
import { run } from '../run';
import { type Generated, workflows } from './generate';
import { simulated } from './simulated';
import { asWorkflowTemplate, reporting } from './workflow-template';

const { COMPARE_RUNS = '100', COMPARE_SEED = '20260707' } = process.env;
const namespace = 't-compare';
/** Loops in loops make hundreds of pods, and tell no more than a few. */
const small = (one: Generated) => foretold(one).nodes.length <= 40;
// Drawn first and left out afterwards: `filter` of an arbitrary made by `fc.gen` draws the same value for ever.
const generated = fc
  .sample(workflows, { numRuns: 2 * Number(COMPARE_RUNS), seed: Number(COMPARE_SEED) })
  .filter(small)
  .slice(0, Number(COMPARE_RUNS));
let account: readonly KubeObject[];

it('as many workflows were generated as were asked for', () => {
  expect(generated).toHaveLength(Number(COMPARE_RUNS));
});

beforeAll(async () => {
  account = await reporting(namespace);
  await applyAll(api, account);
});

/** Other orders in which pods may end, for runs that depend on it. */
function orders(seed: number): readonly (() => number)[] {
  return Array.from({ length: 200 }, (_, i) => {
    let state = seed * 1_000 + i;
    return () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return 100 + ((state >>> 16) % 5_000);
    };
  });
}

function foretold({ templates, scenario }: Generated) {
  return simulated(asWorkflowTemplate(namespace, 'generated', templates), { submit: 'generated', scenario });
}

describe.concurrent('the simulator and the controller agree, node by node, on', () => {
  it.for(generated.map((one, i) => [i, one] as const))(
    'generated workflow %i',
    { timeout: 300_000 },
    async ([i, { templates, scenario }]) => {
      const submit = `generated-${i}`;
      const manifests = asWorkflowTemplate(namespace, submit, templates);
      const ours = simulated(manifests, { submit, scenario });
      // A run that hangs is known to hang after less.
      const real = await run(api, manifests, { submit, scenario, patience: ours.stuck ? 10 : 150 });
      expect(real.message, JSON.stringify(templates)).not.toContain('invalid spec');
      const found = differences(played(real), ours);
      if (
        found.length === 0 ||
        orders(i).some(
          (takes) => differences(played(real), simulated(manifests, { submit, scenario }, takes)).length === 0,
        )
      )
        return;
      expect(found, JSON.stringify({ templates, scenario }, null, 1)).toEqual([]);
    },
  );
});
