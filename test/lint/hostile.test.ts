import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint/lint';
import { catalogue } from '../../src/lint/rules';
import { readYaml } from '../../src/yaml/read';

/** More of them with another number: LINT_MUTANTS=10000. */
const numRuns = Number(process.env.LINT_MUTANTS ?? 300);

const published = readdirSync('dist-manifests', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(join('dist-manifests', name), 'utf8'))
  .filter((text) => text.length < 60_000);
const corpus = join(__dirname, '../../../shared/corpus');
const examples = ['argo-examples', 'argo-validate-fixtures', 'tekton-examples', 'argo-events-examples'].flatMap(
  (folder) => {
    try {
      return readdirSync(join(corpus, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => readFileSync(join(corpus, folder, name), 'utf8'));
    } catch {
      return [];
    }
  },
);
const texts = [...published, ...examples, ...catalogue.flatMap(({ bad, good }) => [bad, good])];

const strange = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    '{{',
    '{{=',
    '}}',
    '{{= 1 + }}',
    '__proto__',
    -1,
    1e308,
    0.5,
    true,
    [],
    {},
    [[]],
    [null],
  ),
  fc.constantFrom(
    '{{inputs.parameters.x}}',
    '{{steps.a.outputs.result}}',
    '{{tasks.__proto__.x}}',
    '* * * * *',
    'constructor',
    'kubectl constructor pods',
    '$(context.constructor.uid) $(params.toString)',
    'body.constructor(1)',
  ),
  fc.string({ maxLength: 20 }),
);

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

describe('the lint, of what nobody would write', () => {
  it('has findings with a place in the file for any mutant of any manifest, and never throws', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(fc.tuple(fc.nat(), strange), { minLength: 1, maxLength: 4 }),
        (text, edits) => {
          const values = structuredClone(readYaml(text).documents.map(({ value }) => value));
          for (const [where, by] of edits) {
            const all = [...places(values)];
            all[where % Math.max(1, all.length)]?.(structuredClone(by));
          }
          const mutant = values.map((value) => JSON.stringify(value, null, 1)).join('\n---\n');
          const lines = mutant.split('\n').length;
          for (const { line, column, message } of lint([{ file: 'mutant.yaml', text: mutant }])) {
            expect(line).toBeGreaterThan(0);
            expect(line).toBeLessThanOrEqual(lines);
            expect(column).toBeGreaterThan(0);
            expect(message).not.toContain('undefined is');
          }
        },
      ),
      { numRuns, seed: 1 },
    );
  }, 600_000);

  it('never throws for any mutilated text of a manifest', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.nat(),
        fc.nat(200),
        fc.string({ maxLength: 10 }),
        (text, at, length, by) => {
          const start = at % text.length;
          lint([{ file: 'mutant.yaml', text: text.slice(0, start) + by + text.slice(start + length) }]);
        },
      ),
      { numRuns, seed: 1 },
    );
  }, 600_000);
});
