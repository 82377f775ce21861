import { describe, expect, it } from 'vitest';
import { definitionsOf, type SchemaRelease } from '../../src/schemas/release';
import { type Judged, judgedDocuments } from './corpus';
import { levels } from './levels';
import { definitionOf, validatorOf } from './validators';

interface Engine {
  readonly release: SchemaRelease;
  /** The engine, which decodes a document, and whose CRDs may say more about its structure. */
  readonly judge: string;
  /** Files that the engine reads though its CRDs do not: the schemas side with the engine, lint tells the two apart. */
  readonly laxer?: readonly string[];
  /** Fewer published documents than this would mean that they were not read. */
  readonly least: number;
}

const engines: readonly Engine[] = [
  {
    release: 'argo-3.7',
    judge: 'Argo Workflows v3.7.18',
    laxer: [
      'argo-examples/fibonacci-seq-conditional-param.yaml', // a cache without a key
      'argo-examples/memoize-simple.yaml',
      'argo-validate-fixtures/valid/ioArtifactPaths.yaml', // a number as the value of a parameter
      'argo-validate-fixtures/valid/validMetricGauges.yaml', // a gauge without realtime
      'argo-validate-fixtures/valid/wfWithWFTRef.yaml',
      'argo-validate-fixtures/invalid/invalidWFWithWFTRef.yaml',
    ],
    least: 220,
  },
  {
    release: 'argo-4.0',
    judge: 'Argo Workflows v4.0.7',
    laxer: [
      'argo-validate-fixtures/valid/ioArtifactPaths.yaml',
      'argo-validate-fixtures/valid/validMetricGauges.yaml',
      'argo-validate-fixtures/valid/wfWithWFTRef.yaml',
      'argo-validate-fixtures/invalid/invalidWFWithWFTRef.yaml',
    ],
    least: 220,
  },
  { release: 'events-1.9', judge: 'Argo Events v1.9.11', least: 70 },
  { release: 'tekton-1.15', judge: 'Tekton Pipelines v1.15.1', least: 160 },
  { release: 'kubernetes-1.36', judge: 'Kubernetes v1.36.3', least: 30 },
];

/** What CRDs reject for another reason than structure: CEL, and names of objects. */
const notStructure = /cannot be used in real-time gauges|name or generateName is required/;

/** Whether the engine can read a document as it is; undefined when that does not show. */
function isReadable({ accepted, rejected }: Judged, judge: string): boolean | undefined {
  if (rejected[judge]?.startsWith('strict decoding error')) return false;
  const said = rejected[`${judge} CRDs`];
  if (said !== undefined) return notStructure.test(said) ? undefined : false;
  return accepted.includes(judge) || accepted.includes(`${judge} CRDs`) || undefined;
}

const judged = judgedDocuments();

describe.each(engines)('the schemas of $release', ({ release, judge, laxer = [], least }) => {
  const definitions = definitionsOf(release);
  const documents = (judged ?? []).flatMap((document) => {
    const definition = definitionOf(release, document.manifest.apiVersion, document.kind);
    const readable = isReadable(document, judge);
    if (definition === undefined || readable === undefined) return [];
    return [{ ...document, definition, readable, validate: validatorOf(release, definition) }];
  });

  it.skipIf(judged === undefined)('say what the engine says of every published document (needs ../shared)', () => {
    const disagreements = documents.filter(({ validate, manifest, readable }) => validate(manifest) !== readable);
    expect(disagreements.filter(({ readable }) => readable).map(({ file, kind }) => `${file} ${kind}`)).toEqual([]);
    expect([...new Set(disagreements.map(({ file }) => file))].sort()).toEqual([...laxer].sort());
    expect(documents.length).toBeGreaterThan(least);
  });

  it.skipIf(judged === undefined)('refuse a misspelt key at every level of every document (needs ../shared)', () => {
    const missed: string[] = [];
    let tried = 0;
    for (const { file, definition, validate, manifest } of documents) {
      if (!validate(manifest)) continue;
      for (const { path, object, closed } of levels(manifest, definitions[definition] ?? {}, definitions)) {
        if (!closed) continue;
        object.misspelt = true;
        if (validate(manifest)) missed.push(`${file} ${path}`);
        delete object.misspelt;
        tried += 1;
      }
    }
    expect(missed).toEqual([]);
    expect(tried).toBeGreaterThan(least);
  });
});
