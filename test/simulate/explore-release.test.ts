import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Exploration } from '../../src/simulate/explore/exploration';
import { explore } from '../../src/simulate/explore/explore';

const folder = join(__dirname, '../../dist-manifests/gourmetgram/argo');

/** The manifests of the example, each text changed by somebody's mistake. */
const gourmetgram = (mistake = (text: string): string => text) =>
  readdirSync(folder).map((file) => ({ file, text: mistake(readFileSync(join(folder, file), 'utf8')) }));

const names = (found: Exploration) => found.violations.map(({ property }) => property);

describe('the release of gourmetgram, with the real procedures in its pods', () => {
  it('promotes nothing untested, and leaves nothing undecided, in every combination of outcomes', () => {
    const found = explore(gourmetgram(), { submit: 'cron-train' });
    expect(found.violations).toEqual([]);
    expect(found.undecided).toEqual([]);
    expect(found.proved).toHaveLength(8);
    // Otherwise the pods of the release were not killed in all the places that they can be.
    expect(found.scenarios).toBeGreaterThan(50_000n);
  }, 600_000);

  it('is seen through where a gate records a pass, whatever was measured', () => {
    const found = explore(
      gourmetgram((text) => text.replace(/(name: VERDICT\n +value: ).*/g, '$1pass')),
      { submit: 'cron-train', limit: 400 },
    );
    const violation = found.violations.find(({ property }) => property === 'pass-before-promotion');
    expect(violation?.scenario).toHaveLength(1);
    expect(violation?.message).toMatch(/promote promotes, and .*check|prove-again|wait-rollout/);
  }, 300_000);

  it('is seen through where what did not pass ends green', () => {
    const found = explore(
      gourmetgram((text) =>
        text.replaceAll("{{= not (inputs.parameters['act-outcome'] == 'promoted') }}", '{{= false }}'),
      ),
      { submit: 'cron-train', limit: 400 },
    );
    expect(names(found)).toContain('failure-ends-red');
  }, 300_000);
});
