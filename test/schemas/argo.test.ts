import Ajv, { type ValidateFunction } from 'ajv';
import { describe, expect, it } from 'vitest';
import { type ArgoSchemaTarget, argoDefinitions, argoKinds, type JsonSchema } from '../../src/schemas/argo/schema';
import { corpusDocuments } from './corpus';

const targets: readonly ArgoSchemaTarget[] = ['3.7', '4.0'];
const examples = corpusDocuments('argo-examples');

/** Examples with fields that a line of the engine does not know yet. */
const newer: Readonly<Record<ArgoSchemaTarget, readonly string[]>> = {
  '3.7': ['artifact-passing-explicit-plugin.yaml', 'workflow-level-executor-plugin.yaml'],
  '4.0': ['workflow-level-executor-plugin.yaml'],
};

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

/** Every object of a document, with whether the schema closes it. */
function levels(
  value: unknown,
  schema: JsonSchema,
  definitions: Readonly<Record<string, JsonSchema>>,
  path = '',
): Level[] {
  const name = typeof schema.$ref === 'string' ? schema.$ref.slice('#/definitions/'.length) : undefined;
  const actual = name === undefined ? schema : (definitions[name] ?? {});
  if (Array.isArray(value)) {
    return value.flatMap((item) => levels(item, (actual.items ?? {}) as JsonSchema, definitions, `${path}[]`));
  }
  if (typeof value !== 'object' || value === null) return [];
  const properties = (actual.properties ?? {}) as Record<string, JsonSchema>;
  const rest = (actual.additionalProperties || {}) as JsonSchema;
  const object = value as Record<string, unknown>;
  const below = Object.entries(object).flatMap(([key, child]) =>
    levels(child, properties[key] ?? rest, definitions, properties[key] ? `${path}.${key}` : `${path}.*`),
  );
  return [{ path, object, closed: actual.additionalProperties === false }, ...below];
}

describe.each(targets)('the closed schema of Argo %s', (target) => {
  const byKind = validators(target);
  const manifests = (examples ?? []).filter(({ manifest }) => byKind.has(String(manifest.kind)));

  it.skipIf(examples === undefined)('accepts every published example that the engine accepts (needs ../shared)', () => {
    const refused = manifests.filter(({ manifest }) => !byKind.get(String(manifest.kind))?.(manifest));
    expect(new Set(refused.map(({ file }) => file))).toEqual(new Set(newer[target]));
    expect(manifests.length).toBeGreaterThan(120);
  });

  it.skipIf(examples === undefined)('refuses a misspelt key at every level of every example (needs ../shared)', () => {
    const definitions = argoDefinitions(target);
    const accepted = manifests.filter(({ file }) => !newer[target].includes(file));
    const open = new Set<string>();
    const missed: string[] = [];
    for (const { file, manifest } of accepted) {
      const validate = byKind.get(String(manifest.kind));
      for (const { path, object, closed } of levels(manifest, definitions[String(manifest.kind)] ?? {}, definitions)) {
        if (!closed) {
          open.add(path.slice(path.lastIndexOf('.', path.endsWith('.*') ? path.length - 3 : undefined) + 1));
          continue;
        }
        object.misspelt = true;
        if (validate?.(manifest)) missed.push(`${file} ${path}`);
        delete object.misspelt;
      }
    }
    expect(missed).toEqual([]);
    expect([...open].sort()).toMatchInlineSnapshot(`
      [
        "annotations",
        "hooks",
        "labels",
        "matchLabels",
        "nodeSelector",
        "requests",
        "withItems[]",
      ]
    `);
  });

  it('refuses another apiVersion, a wrong kind and a missing spec', () => {
    const good = { apiVersion: 'argoproj.io/v1alpha1', kind: 'WorkflowTemplate', metadata: { name: 'a' }, spec: {} };
    const validate = byKind.get('WorkflowTemplate');
    expect(validate?.(good)).toBe(true);
    expect(validate?.({ ...good, apiVersion: 'argoproj.io/v1' })).toBe(false);
    expect(validate?.({ ...good, kind: 'Workflow' })).toBe(false);
    expect(validate?.({ ...good, spec: undefined })).toBe(false);
  });
});
