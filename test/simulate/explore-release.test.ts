import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  Check,
  ImageRepository,
  PromoteOrRevert,
  Promotion,
  pipeline,
  StagingTestGate,
  WorkflowTemplate,
} from '../../src/index';
import type { Exploration } from '../../src/simulate/explore/exploration';
import { explore } from '../../src/simulate/explore/explore';
import { digest, engine, modelVersion, production, registry } from '../constructs/nouns';

const folder = join(__dirname, '../../dist-manifests/gourmetgram/argo');

/** The manifests of the example, each text changed by somebody's mistake. */
const gourmetgram = (mistake = (text: string): string => text) =>
  readdirSync(folder).map((file) => ({ file, text: mistake(readFileSync(join(folder, file), 'utf8')) }));

/** A gate and a decision in the only environment. */
function within(): readonly object[] {
  const chart = new Chart(new App(), 'chart', { namespace: 'mlops' });
  const promotion = Promotion.within(production, {
    images: ImageRepository.at('ghcr.io/acme/fraud'),
    registry,
    onError: 'revert',
  });
  const gate = new StagingTestGate(chart, 'test', { engine, promotion, checks: [Check.pods()] });
  const decision = new PromoteOrRevert(chart, 'decide', { engine, promotion });
  const release = pipeline('release', { modelVersion, digest }, (p, { modelVersion, digest }) => {
    const tested = p.step(gate, { modelVersion, digest });
    p.step(decision, { modelVersion }, { after: [tested] });
  });
  new WorkflowTemplate(chart, 'release', { engine, pipeline: release });
  return chart.toJson();
}

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

describe('a release within one environment, with the real procedures in its pods', () => {
  const submit = 'release';

  it('approves nothing untested, and leaves nothing undecided, in every combination of outcomes', () => {
    const found = explore(within(), { submit });
    expect(found.violations).toEqual([]);
    expect(found.undecided).toEqual([]);
    expect(found.proved).toHaveLength(8);
  }, 600_000);

  it('is seen through where a gate records a pass, whatever was measured', () => {
    const text = JSON.stringify(within()).replace(/("name":"VERDICT","value":)"[^"]*"/g, '$1"pass"');
    const found = explore(JSON.parse(text), { submit, limit: 400 });
    const violation = found.violations.find(({ property }) => property === 'pass-before-promotion');
    expect(violation?.message).toMatch(/promote promotes, and .*check|prove-again|wait-rollout/);
  }, 300_000);
});
