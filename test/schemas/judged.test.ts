import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../scripts/conformance/judge.mjs';
import { definitionsOf, kindsOf, type SchemaRelease } from '../../src/schemas/release';
import { canJudge, judging } from '../conformance/judging';
import { anyOf } from './arbitrary';
import { type Document, documents } from './documents/documents';
import { levels } from './levels';
import { definitionOf } from './validators';

/** A document, and where the schema says that a key is misspelt in it. */
interface Case {
  readonly file: string;
  readonly title: string;
  readonly text: string;
  readonly misspelt?: string;
}

/** Each document as it is, and with an unknown key in each object that the schema closes. */
function casesOf(release: SchemaRelease, document: Document, position: number): Case[] {
  const definition = definitionOf(release, document.apiVersion, document.kind) ?? '';
  const copy = structuredClone(document);
  const prefix = `${release}-${position}`;
  const cases: Case[] = [{ file: prefix, title: `${document.kind}`, text: JSON.stringify(copy) }];
  for (const { path, object, closed } of levels(
    copy,
    { $ref: `#/definitions/${definition}` },
    definitionsOf(release),
  )) {
    if (!closed) continue;
    object.misspelt = 'x';
    cases.push({
      file: `${prefix}-${cases.length}`,
      title: `${document.kind}${path}`,
      text: JSON.stringify(copy),
      misspelt: path,
    });
    delete object.misspelt;
  }
  return cases;
}

/** Random documents of every kind, by the files they go into. */
function randomTexts(): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const release of ['argo-4.0', 'events-1.9', 'kserve-0.20', 'tekton-1.15', 'triggers-0.37'] as const) {
    for (const { definition } of kindsOf(release)) {
      const some = fc.sample(anyOf(definition, definitionsOf(release)), { numRuns: 40, seed: 1 }) as Document[];
      for (const [i, { status: _, ...document }] of (some as { status?: unknown }[]).entries()) {
        texts[`random-${release}-${definition}-${i}`] = JSON.stringify({ ...document, metadata: { name: 'random' } });
      }
    }
  }
  return texts;
}

/** Fields that an engine knows in some places and not in all, where the schemas know them everywhere. */
const knownElsewhere = [
  // A CRD keeps only part of the metadata of what stands inside.
  /\.(?:workflowMetadata|metadata)\.\w+$/,
  // A status may be anything to the schemas, also that of a claim inside another resource.
  /\.status\.key$/,
  // Of pods, KServe's predictor and Tekton's CustomRun know less than the rest of those engines.
  /^spec\.predictor\.ephemeralContainers$/,
  /^spec\.workspaces\[\]\.projected\.sources\[\]\.podCertificate$/,
];

describe.skipIf(!canJudge)('the engines', () => {
  const cases = Object.entries(documents).flatMap(([release, of]) =>
    of.flatMap((document, i) => casesOf(release as SchemaRelease, document, i)),
  );
  const said = judging(Object.fromEntries(cases.map(({ file, text }) => [file, text])));
  const random = randomTexts();
  const saidOfRandom = judging(random);
  const isRejection = ({ judge, verdict }: Verdict) => verdict === 'rejected' && !judge.startsWith('Pod security');
  const isMisspelt = ({ message }: Verdict) => message.includes('unknown field');
  // No judge knows this kind.
  const isJudged = ({ title }: Case) => !title.startsWith('ClusterStorageContainer');

  it('accept every document that fits the types and the schemas', () => {
    const rejected = cases.filter(({ misspelt }) => misspelt === undefined).flatMap(({ file }) => said(file));
    expect(rejected.filter(isRejection)).toEqual([]);
  });

  it('mind a misspelt key wherever the schemas do', () => {
    const wrong = cases.filter((one) => one.misspelt !== undefined && isJudged(one));
    const taken = wrong.filter(({ file }) => !said(file).some(isMisspelt));
    expect(taken.map(({ title }) => title)).toEqual([]);
    expect(wrong.length).toBeGreaterThan(200);
  });

  it('know every field that the schemas know', () => {
    const messages = Object.keys(random).flatMap((file) => {
      // Those of Argo are of 4.0, of which 3.7 does not know all.
      const own = saidOfRandom(file).filter(({ inside, judge }) => inside === undefined && !judge.includes(' v3.7.'));
      expect(own.length, `${file} was judged`).toBeGreaterThan(file.includes('ClusterStorageContainer') ? -1 : 0);
      return own.map(({ message }) => message);
    });
    const unknown = messages
      .filter((message) => message.includes('unknown field'))
      .flatMap((message) =>
        [...message.matchAll(/[\w.[\]]+\.[\w.[\]]+/g)].map(([path]) => path.replaceAll(/\[\w+\]/g, '[]')),
      );
    expect(unknown.filter((path) => !knownElsewhere.some((pattern) => pattern.test(path)))).toEqual([]);
    expect(messages.length).toBeGreaterThan(1_000);
  });
});
