import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validate } from '../../src/lint/structure/validate';
import { withoutNulls } from '../../src/lint/without-nulls';
import { definitionsOf, kindsOf, schemaReleases } from '../../src/schemas/release';
import { anyOf } from '../schemas/arbitrary';
import { judgedDocuments } from '../schemas/corpus';
import { definitionOf, validatorOf } from '../schemas/validators';

/** Values that stand where they should not. */
const strange: readonly unknown[] = ['', 'x', -1, 1.5, true, [], [[]], {}, { a: 1 }, [1]];

/** All values inside a value, with a way to put another one there. */
function* places(value: unknown): Generator<(by: unknown) => void> {
  if (typeof value !== 'object' || value === null) return;
  const parent = value as Record<string, unknown>;
  for (const key of Object.keys(parent)) {
    yield (by) => {
      parent[key] = by;
    };
    yield* places(parent[key]);
  }
}

describe('the validator', () => {
  it.each(schemaReleases)('says what ajv says of random and of broken documents of %s', (release) => {
    const definitions = definitionsOf(release);
    let rejected = 0;
    for (const { definition } of kindsOf(release)) {
      const check = validatorOf(release, definition);
      for (const document of fc.sample(anyOf(definition, definitions), { numRuns: 8, seed: 1 })) {
        const mutants = [...places(structuredClone(document))].length;
        for (let i = -1; i < Math.min(mutants, 40); i++) {
          const copy = structuredClone(document);
          [...places(copy)][i]?.(strange[i % strange.length]);
          const plain = withoutNulls(copy);
          const accepted = check(plain) as boolean;
          if (!accepted) rejected++;
          expect(validate(plain, definition, definitions, []).length === 0, JSON.stringify(plain)).toBe(accepted);
        }
      }
    }
    expect(rejected).toBeGreaterThan(20);
  });

  const judged = judgedDocuments();
  it.skipIf(judged === undefined)('says what ajv says of every published document (needs ../shared)', () => {
    for (const { manifest, kind, file } of judged ?? []) {
      for (const release of schemaReleases) {
        const definition = definitionOf(release, manifest.apiVersion, kind);
        if (definition === undefined) continue;
        const issues = validate(manifest, definition, definitionsOf(release), []);
        expect(issues.length === 0, `${file} ${release}`).toBe(
          validatorOf(release, definition)(withoutNulls(manifest)),
        );
      }
    }
  });
});
