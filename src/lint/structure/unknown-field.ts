import { onlyMeant, suggest } from '../../core/suggest';
import { yaml } from '../example';
import type { Rule } from '../rule';
import { removedField } from './known-once';

/** @internal */
export const unknownField: Rule = {
  code: 'MLL1101',
  title: 'a field that the engine does not know',
  severity: 'error',
  why: 'A cluster drops it silently or refuses the object; either way what it says does not happen.',
  fix: 'correct the spelling, or remove it',
  mends: 'a misspelt name that only one field is near',
  engine: /unknown field/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          suspend: {}
          parrallelism: 1
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      parallelism: 1
      templates:
        - name: main
          suspend: {}
  `,
  *check({ documents, issuesOf }) {
    for (const document of documents) {
      for (const issue of issuesOf(document)) {
        if (issue.kind !== 'unknown' || removedField(document, issue.path) !== undefined) continue;
        const { path, field, known, beside } = issue;
        // A field that stands there already would stand there twice.
        const free = known.filter((name) => !beside.includes(name));
        const meant = suggest(field, free);
        const fix = meant === undefined ? undefined : `did you mean '${meant}'?`;
        const to = onlyMeant(field, known);
        const repair = to !== undefined && free.includes(to) ? ({ kind: 'rename', path, to } as const) : undefined;
        yield { document, path, message: `'${field}' is no field of ${ownerOf(path)}`, fix, repair };
      }
    }
  },
};

function ownerOf(path: readonly (string | number)[]): string {
  const above = path.slice(0, -1).findLast((step) => typeof step === 'string');
  return above === undefined ? 'this kind' : `'${above}'`;
}
