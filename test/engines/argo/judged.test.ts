import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBuilt, judge, type Verdict } from '../../../scripts/conformance/judge.mjs';
import { validatorOf } from '../../schemas/validators';
import { definitions } from './definitions';
import type { Definition } from './definitions/definition';
import { asRoot } from './definitions/pods';
import type { Manifest } from './emitted';

/** Each in a namespace of its own, so that all can be judged at once. */
function manifestsOf(definition: Definition, namespace: string): readonly Manifest[] {
  const chart = new Chart(new App(), 'chart', { namespace });
  definition(chart);
  return chart.toJson() as Manifest[];
}

const all = Object.entries({ ...definitions, 'a task as root': asRoot }).map(([what, definition], i) => ({
  what,
  manifests: manifestsOf(definition, `namespace-${i}`),
}));

describe.each(['argo-3.7', 'argo-4.0'] as const)('the closed schemas of %s', (release) => {
  it.each(all)('know every field of $what', ({ manifests }) => {
    const own = manifests.filter(({ apiVersion }) => apiVersion === 'argoproj.io/v1alpha1');
    expect(own.length).toBeGreaterThan(0);
    for (const manifest of own) {
      const validate = validatorOf(release, manifest.kind);
      validate(manifest);
      expect(validate.errors, `${manifest.kind} ${manifest.metadata.name}`).toBeNull();
    }
  });
});

// Building the judges takes minutes and the network: only CI does it unasked.
const judges = isBuilt() || process.env.CI === 'true';
if (!judges) console.warn('manifests were not judged: `npm run conformance` builds the judges, and needs Go');

describe.skipIf(!judges)('the judges', () => {
  let folder = '';
  let verdicts: readonly Verdict[] = [];
  const fileOf = (i: number) => join(folder, `${i}.yaml`);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'judged-'));
    for (const [i, { manifests }] of all.entries())
      writeFileSync(fileOf(i), manifests.map((manifest) => JSON.stringify(manifest)).join('\n---\n'));
    verdicts = judge(all.map((_, i) => fileOf(i)));
  }, 1_800_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(all.map(({ what, manifests }, i) => ({ what, count: manifests.length, i })))(
    'accept $what',
    ({ what, count, i }) => {
      const said = verdicts.filter(({ file }) => file === fileOf(i));
      expect(new Set(said.map(({ doc }) => doc)).size).toBe(count);
      const rejected = said
        .filter(({ verdict }) => verdict !== 'accepted')
        .filter(({ judge }) => what !== 'a task as root' || !judge.startsWith('Pod security'))
        .map(({ kind, name, judge, message }) => `${kind} ${name}, ${judge}: ${message}`);
      expect(rejected).toEqual([]);
    },
  );

  it('refuse root where pod security is enforced, as the exemption says', () => {
    const said = verdicts.filter(({ file }) => file === fileOf(all.length - 1));
    const refused = said.filter(({ verdict }) => verdict === 'rejected');
    expect(refused.map(({ judge, name }) => [judge.split(' ')[0], name])).toEqual([['Pod', 'it']]);
    expect(refused[0]?.message).toMatch(/runAsNonRoot != true/);
  });

  it('are all asked: both lines of Argo, their definitions, Kubernetes and pod security', () => {
    expect(
      new Set(verdicts.map(({ judge }) => judge.replace(/ v?[0-9].*?( CRDs)?$/, '$1'))).size,
    ).toBeGreaterThanOrEqual(4);
    expect(verdicts.filter(({ kind }) => kind === 'CronWorkflow').length).toBeGreaterThan(0);
  });
});
