import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Defaulted, defaulted, judge, type Verdict } from '../../../scripts/conformance/judge.mjs';
import { canJudge } from '../../conformance/judging';
import { validatorOf } from '../../schemas/validators';
import { definitions } from './definitions';
import type { Manifest } from './emitted';

/** Each in a namespace of its own, so that all can be judged at once; with the runs that ConfigMaps hold. */
function manifestsOf(definition: (chart: Chart) => void, namespace: string): readonly Manifest[] {
  const chart = new Chart(new App(), 'chart', { namespace });
  definition(chart);
  const manifests = chart.toJson() as Manifest[];
  const runs = manifests.flatMap(({ kind, data }) => {
    const text =
      kind === 'ConfigMap' ? (data as { readonly [file: string]: string } | undefined)?.['run.json'] : undefined;
    return text === undefined ? [] : [JSON.parse(text) as Manifest];
  });
  return [...manifests, ...runs];
}

const all = Object.entries(definitions).map(([what, definition], i) => ({
  what,
  manifests: manifestsOf(definition, `namespace-${i}`),
}));
const isTekton = ({ apiVersion }: Manifest) => /tekton\.dev\//.test(apiVersion);

describe('the closed schemas of Tekton', () => {
  it.each(all)('know every field of $what', ({ manifests }) => {
    const own = manifests.filter(isTekton);
    expect(own.length).toBeGreaterThan(0);
    for (const manifest of own) {
      const validate = validatorOf(
        manifest.apiVersion.startsWith('triggers') ? 'triggers-0.37' : 'tekton-1.15',
        manifest.kind,
      );
      validate(manifest);
      expect(validate.errors, `${manifest.kind} ${manifest.metadata.name}`).toBeNull();
    }
  });
});

describe.skipIf(!canJudge)('the judges', () => {
  let folder = '';
  let verdicts: readonly Verdict[] = [];
  let stored: readonly Defaulted[] = [];
  const fileOf = (i: number) => join(folder, `${i}.yaml`);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'judged-'));
    for (const [i, { manifests }] of all.entries())
      writeFileSync(fileOf(i), manifests.map((manifest) => JSON.stringify(manifest)).join('\n---\n'));
    const files = all.map((_, i) => fileOf(i));
    verdicts = judge(files);
    stored = defaulted(files);
  }, 1_800_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(all.map(({ what, manifests }, i) => ({ what, count: manifests.length, i })))(
    'accept $what',
    ({ count, i }) => {
      const said = verdicts.filter(({ file }) => file === fileOf(i));
      expect(new Set(said.map(({ doc }) => doc)).size).toBe(count);
      const rejected = said
        .filter(({ verdict }) => verdict !== 'accepted')
        .map(({ kind, name, judge, message }) => `${kind} ${name}, ${judge}: ${message}`);
      expect(rejected).toEqual([]);
    },
  );

  // What only the webhook adds would be a difference for ever to whoever compares the cluster with Git.
  const own = all.map((each, i) => ({ ...each, i })).filter(({ what }) => what !== 'every kind in its own words');
  it.each(own)('store $what as it was emitted', ({ manifests, i }) => {
    const objects = stored.filter(({ file }) => file === fileOf(i));
    expect(objects.length).toBe(manifests.filter(isTekton).length);
    for (const { doc, object } of objects) {
      const { metadata, status, ...rest } = object as Record<string, unknown>;
      const { metadata: _, ...emitted } = manifests[doc] as Manifest;
      if (emitted.kind === 'PipelineRun') continue;
      expect(rest).toEqual(emitted);
    }
  });
});
