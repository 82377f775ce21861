import Ajv, { type ValidateFunction } from 'ajv';
import { describe, expect, it } from 'vitest';
import { type ArgoSchemaTarget, argoDefinitions, argoKinds, type JsonSchema } from '../../src/schemas/argo/schema';
import { judgedDocuments } from './corpus';

/** The engine reads more than its CRDs, and the schemas side with the engine: lint tells the two apart. */
const laxer: Readonly<Record<ArgoSchemaTarget, readonly string[]>> = {
  '3.7': [
    'argo-examples/fibonacci-seq-conditional-param.yaml', // a cache without a key
    'argo-examples/memoize-simple.yaml',
    'argo-validate-fixtures/valid/ioArtifactPaths.yaml', // a number as the value of a parameter
    'argo-validate-fixtures/valid/validMetricGauges.yaml', // a gauge without realtime
    'argo-validate-fixtures/valid/wfWithWFTRef.yaml',
    'argo-validate-fixtures/invalid/invalidWFWithWFTRef.yaml',
  ],
  '4.0': [
    'argo-validate-fixtures/valid/ioArtifactPaths.yaml',
    'argo-validate-fixtures/valid/validMetricGauges.yaml',
    'argo-validate-fixtures/valid/wfWithWFTRef.yaml',
    'argo-validate-fixtures/invalid/invalidWFWithWFTRef.yaml',
  ],
};

/** Rules of the CRDs that are no matter of structure: CEL, and names of objects. */
const notStructure = /cannot be used in real-time gauges|name or generateName is required/;

function validators(target: ArgoSchemaTarget): ReadonlyMap<string, ValidateFunction> {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true });
  ajv.addSchema({ $id: 'argo', definitions: argoDefinitions(target) });
  return new Map(argoKinds.map((kind) => [kind, ajv.compile({ $ref: `argo#/definitions/${kind}` })]));
}

interface Level {
  readonly path: string;
  readonly object: Record<string, unknown>;
  readonly closed: boolean;
}

type Definitions = Readonly<Record<string, JsonSchema>>;

/** Every object of a document, with whether the schema closes it. */
function levels(value: unknown, schema: JsonSchema, definitions: Definitions, path = ''): Level[] {
  const name = typeof schema.$ref === 'string' ? schema.$ref.slice('#/definitions/'.length) : undefined;
  const actual = name === undefined ? schema : (definitions[name] ?? {});
  if (Array.isArray(value)) {
    return value.flatMap((item) => levels(item, (actual.items ?? {}) as JsonSchema, definitions, `${path}[]`));
  }
  if (typeof value !== 'object' || value === null) return [];
  const properties = (actual.properties ?? {}) as Definitions;
  const rest = (actual.additionalProperties || {}) as JsonSchema;
  const object = value as Record<string, unknown>;
  const below = Object.entries(object).flatMap(([key, child]) =>
    levels(child, properties[key] ?? rest, definitions, `${path}.${properties[key] ? key : '*'}`),
  );
  return [{ path, object, closed: actual.additionalProperties === false }, ...below];
}

const judged = judgedDocuments();

describe.each([
  { target: '3.7', engine: 'Argo Workflows v3.7.18' },
  { target: '4.0', engine: 'Argo Workflows v4.0.7' },
] as const)('the closed schema of Argo $target', ({ target, engine }) => {
  const byKind = validators(target);
  const documents = (judged ?? []).filter(({ kind, accepted, rejected }) => {
    const crds = `${engine} CRDs`;
    return (
      byKind.has(kind) && (accepted.includes(crds) || (crds in rejected && !notStructure.test(rejected[crds] ?? '')))
    );
  });
  const accepts = (kind: string, manifest: unknown) => byKind.get(kind)?.(manifest) === true;

  it.skipIf(judged === undefined)('says what the CRDs say of every published document (needs ../shared)', () => {
    const disagreements = documents.filter(
      ({ kind, manifest, accepted }) => accepts(kind, manifest) !== accepted.includes(`${engine} CRDs`),
    );
    expect(new Set(disagreements.map(({ file }) => file))).toEqual(new Set(laxer[target]));
    expect(disagreements.filter(({ kind, manifest }) => !accepts(kind, manifest))).toEqual([]);
    expect(documents.length).toBeGreaterThan(200);
  });

  it.skipIf(judged === undefined)('refuses a misspelt key at every level of every document (needs ../shared)', () => {
    const definitions = argoDefinitions(target);
    const open = new Set<string>();
    const missed: string[] = [];
    for (const { file, kind, manifest } of documents.filter((document) => accepts(document.kind, document.manifest))) {
      for (const { path, object, closed } of levels(manifest, definitions[kind] ?? {}, definitions)) {
        if (!closed) {
          open.add(path.replace(/^.*\.(?=\w)/, ''));
          continue;
        }
        object.misspelt = true;
        if (accepts(kind, manifest)) missed.push(`${file} ${path}`);
        delete object.misspelt;
      }
    }
    expect(missed).toEqual([]);
    expect([...open].sort()).toMatchInlineSnapshot(`
      [
        "annotations",
        "hooks",
        "labels",
        "labelsFrom",
        "matchLabels",
        "nodeSelector",
        "requests",
        "withItems[]",
      ]
    `);
  });

  it('refuses another apiVersion, a wrong kind and a missing spec', () => {
    const good = { apiVersion: 'argoproj.io/v1alpha1', kind: 'WorkflowTemplate', metadata: { name: 'a' }, spec: {} };
    const { spec: _, ...bare } = good;
    expect(accepts('WorkflowTemplate', good)).toBe(true);
    expect(accepts('WorkflowTemplate', { ...good, apiVersion: 'argoproj.io/v1' })).toBe(false);
    expect(accepts('WorkflowTemplate', { ...good, kind: 'Workflow' })).toBe(false);
    expect(accepts('WorkflowTemplate', bare)).toBe(false);
  });
});
