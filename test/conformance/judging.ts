import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isBuilt, judge, type Settings, type Verdict } from '../../scripts/conformance/judge.mjs';
import { type Json, type Mutation, set } from './mutation';

/** Building the validators takes minutes and the network: only CI does it unasked. */
export const canJudge: boolean = isBuilt() || process.env.CI === 'true';
if (!canJudge) console.warn('the judges were not asked: `npm run conformance` builds them, and needs Go');

/** The verdicts on files that are written before the tests of a file, by the names of the files. */
export function judging(files: Readonly<Record<string, string>>, settings?: Settings): (file: string) => Verdict[] {
  let folder = '';
  let verdicts: readonly Verdict[] = [];
  const pathOf = (name: string) => join(folder, `${name}.yaml`);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'conformance-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(pathOf(name), text);
    verdicts = judge(Object.keys(files).map(pathOf), settings);
  }, 1_800_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  return (name) => verdicts.filter(({ file }) => file === pathOf(name));
}

const manifestText = (objects: readonly Json[]) => objects.map((object) => JSON.stringify(object)).join('\n---\n');

/** Tests that the judges accept a good set of objects, and reject it after each mutation. */
export function acceptsAndRejects(
  good: (namespace: string) => Json[],
  judges: Readonly<Record<string, readonly string[]>>,
  mutations: readonly Mutation[],
): void {
  // Each variant has a namespace of its own, so that one run judges them all.
  const bad = mutations.map(({ path, value }, i) => [`bad-${i}`, manifestText(set(good(`bad-${i}`), path, value))]);
  const said = judging({ good: manifestText(good('good')), ...Object.fromEntries(bad) });

  it('accept every document of a good set, each kind by the judges that know it', () => {
    expect(said('good').filter(({ verdict }) => verdict !== 'accepted')).toEqual([]);
    const asked = new Set(said('good').map(({ kind, judge }) => `${kind}: ${short(judge)}`));
    const known = Object.entries(judges).flatMap(([kind, names]) => names.map((name) => `${kind}: ${name}`));
    expect(asked).toEqual(new Set(known));
  });

  it.each(mutations.map((mutation, i) => ({ ...mutation, i })))('reject $what', ({ i, ...mutation }) => {
    const rejected = said(`bad-${i}`).filter(({ verdict }) => verdict === 'rejected');
    expect(new Set(rejected.map(({ judge }) => short(judge)))).toEqual(new Set(mutation.judges));
    for (const { message } of rejected) expect(message).toMatch(mutation.message);
    expect(rejected.map(({ inside }) => inside)).toContain(mutation.inside);
  });
}

const short = (judge: string) => judge.replace(/^(Kubernetes|Pod security) .*/, '$1');
