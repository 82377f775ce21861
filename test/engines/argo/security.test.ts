import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { definitions } from './definitions';
import type { Definition } from './definitions/definition';
import { asRoot, pods } from './definitions/pods';
import { systems } from './definitions/systems';
import type { Manifest } from './emitted';
import { changed, mutations } from './security/mutations';
import { objectRules } from './security/object-rules';
import { podRules } from './security/pod-rules';
import { emission } from './security/rule';

const rules = [...podRules, ...objectRules];
const root = join(__dirname, '../../../dist-manifests');

/** What an example emits, as it is committed. */
function committed(example: string): readonly Manifest[] {
  return readdirSync(join(root, example), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml') && !file.endsWith('kustomization.yaml'))
    .map((file) => readFileSync(join(root, example, file), 'utf8'))
    .flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as Manifest));
}

function emittedFor(...all: readonly (Definition | undefined)[]): readonly Manifest[] {
  const app = new App();
  return all.flatMap((definition, i) => {
    const chart = new Chart(app, `chart-${i}`, { namespace: 'mlops' });
    definition?.(chart);
    return chart.toJson() as Manifest[];
  });
}

const examples = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const emissions = [
  // An example on Tekton has rules of its own: test/engines/tekton/security.test.ts; one of Argo CD's objects runs nothing.
  ...examples
    .map(({ name }) => ({ what: `the example ${name}`, manifests: committed(name) }))
    .filter(({ manifests }) => !manifests.some(({ apiVersion }) => apiVersion.startsWith('tekton.dev/')))
    .filter(({ manifests }) => !manifests.every(({ kind }) => ['Application', 'AppProject'].includes(kind))),
  ...Object.entries({ ...definitions, 'a task as root': asRoot }).map(([what, definition]) => ({
    what,
    manifests: emittedFor(definition),
  })),
];

describe('the security checklist', () => {
  it.each(emissions)('holds for $what', ({ manifests }) => {
    const all = emission(manifests);
    // A platform has no workflows.
    expect(all.templates.length > 0).toBe(manifests.some(({ apiVersion }) => apiVersion === 'argoproj.io/v1alpha1'));
    const broken = rules.map(({ what, broken }) => ({ what, by: broken(all) })).filter(({ by }) => by.length > 0);
    expect(broken).toEqual([]);
  });
});

describe('a rule of the checklist', () => {
  const good = emittedFor(
    pods['a task with everything'],
    systems['training, a gate, a decision and a nightly run of all'],
  );

  it.each(mutations)('objects to $what', (mutation) => {
    const all = emission(changed(good, mutation));
    const objecting = rules.filter(({ broken }) => broken(all).length > 0).map(({ what }) => what);
    for (const rule of mutation.breaks)
      expect(objecting).toContainEqual(expect.stringMatching(new RegExp(`^${rule} `)));
  });

  it('is tried by something that breaks it', () => {
    const tried = mutations.flatMap(({ breaks }) => breaks);
    const untried = rules.filter(({ what }) => !tried.some((start) => what.startsWith(`${start} `)));
    expect(untried.map(({ what }) => what)).toEqual([]);
  });
});
