import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../scripts/conformance/judge.mjs';
import { definitionsOf, type SchemaRelease } from '../../src/schemas/release';
import { canJudge, judging } from '../conformance/judging';
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

describe.skipIf(!canJudge)('the engines', () => {
  const cases = Object.entries(documents).flatMap(([release, of]) =>
    of.flatMap((document, i) => casesOf(release as SchemaRelease, document, i)),
  );
  const said = judging(Object.fromEntries(cases.map(({ file, text }) => [file, text])));
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
});
