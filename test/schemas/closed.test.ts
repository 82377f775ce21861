import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Definitions, definitionsOf, type JsonSchema, kindsOf, schemaReleases } from '../../src/schemas/release';
import { anyOf } from './arbitrary';
import { levels } from './levels';
import { validatorOf } from './validators';

/** What may hold anything, and why. */
const open: Readonly<Record<string, string>> = {
  Item: 'a value that a loop of Argo goes through',
  Plugin: 'options of a plugin, known to it alone',
  K8SResource: 'the resource that a Sensor makes',
  TriggerResourceTemplate: 'a resource that Tekton Triggers make',
  CustomResource: 'the resource that serves instead of a Deployment of an EventListener',
  'k8s.JSON': 'an option of an interceptor, known to it alone',
  'k8s.RawExtension': 'the spec of a custom task, known to its controller alone',
  'k8s.FieldsV1': 'what the API server notes about who set which field',
  ParamValue: 'a value of Tekton, which reads what is no list and no map of texts as text',
  status: "the engine's own matter, which stands in what a cluster prints",
};

/** The definitions that a release's kinds are made of. */
function reachable(definitions: Definitions, roots: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const [, next] of JSON.stringify(definitions[name]).matchAll(/"#\/definitions\/([^"]+)"/g)) visit(next ?? '');
  };
  for (const root of roots) visit(root);
  return [...found].sort();
}

/** Every schema inside another, with the names that lead there. */
function* parts(schema: JsonSchema, path: string): Generator<{ readonly path: string; readonly schema: JsonSchema }> {
  yield { path, schema };
  const properties = (schema.properties ?? {}) as Definitions;
  for (const [name, property] of Object.entries(properties)) yield* parts(property, name);
  for (const key of ['items', 'additionalProperties']) {
    if (typeof schema[key] === 'object') yield* parts(schema[key] as JsonSchema, path);
  }
}

describe.each(schemaReleases)('the schemas of %s', (release) => {
  const definitions = definitionsOf(release);
  const names = reachable(
    definitions,
    kindsOf(release).map(({ definition }) => definition),
  );

  it('refer to nothing that is not there, and have nothing that no kind needs', () => {
    const own = Object.keys(definitions).filter((name) => !name.startsWith('k8s.') || release === 'kubernetes-1.36');
    expect(names.filter((name) => definitions[name] === undefined)).toEqual([]);
    expect(own.filter((name) => !names.includes(name))).toEqual([]);
  });

  it('close every object but those of the table', () => {
    const holes = names.flatMap((name) =>
      [...parts(definitions[name] ?? {}, name)].flatMap(({ path, schema }) => {
        if (schema.$ref !== undefined || path in open) return [];
        const types = [schema.type ?? []].flat();
        if (types.length === 0) return [`${name}: ${path} may be anything`];
        const closed = schema.additionalProperties === false || typeof schema.additionalProperties === 'object';
        return types.includes('object') && !closed ? [`${name}: ${path} may have any key`] : [];
      }),
    );
    expect(holes).toEqual([]);
  });

  it('refuse a key that they do not know, wherever it stands', () => {
    // What engines share with Kubernetes is tried there.
    for (const name of names.filter((name) => !name.startsWith('k8s.') || release === 'kubernetes-1.36')) {
      const validate = validatorOf(release, name);
      const refuses = (value: unknown) => {
        expect(validate(value), `${name} ${JSON.stringify(value)}: ${JSON.stringify(validate.errors)}`).toBe(true);
        for (const { path, object, closed } of levels(value, { $ref: `#/definitions/${name}` }, definitions)) {
          if (!closed) continue;
          object.misspelt = true;
          expect(validate(value), `a key is misspelt at ${path} of ${name} ${JSON.stringify(value)}`).toBe(false);
          delete object.misspelt;
        }
      };
      fc.assert(fc.property(anyOf(name, definitions), refuses), { numRuns: 10 });
    }
  });
});
