import { yaml } from '../example';
import type { Rule } from '../rule';
import { removedField as knownOnce } from './known-once';

/** @internal */
export const removedField: Rule = {
  code: 'MLL1102',
  title: 'a field that the target version has no more',
  severity: 'error',
  why: 'Newer versions drop it silently: the lock is not taken, the schedule does not fire.',
  fix: 'write what took its place',
  mends: 'a field whose successor means the same',
  engine: /unknown field|spec\.schedules: Required value|at least one schedule/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: CronWorkflow
    metadata:
      name: nightly
    spec:
      schedule: '0 2 * * *'
      schedules: ['0 2 * * *']
      concurrencyPolicy: Forbid
      workflowSpec:
        entrypoint: main
        templates:
          - name: main
            suspend: {}
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: CronWorkflow
    metadata:
      name: nightly
    spec:
      schedules: ['0 2 * * *']
      concurrencyPolicy: Forbid
      workflowSpec:
        entrypoint: main
        templates:
          - name: main
            suspend: {}
  `,
  *check({ documents, issuesOf }) {
    for (const document of documents) {
      for (const { kind, path } of issuesOf(document)) {
        const row = kind === 'unknown' ? knownOnce(document, path) : undefined;
        if (row === undefined) continue;
        const repair = row.successor === undefined ? undefined : ({ kind: 'succeed', path, ...row.successor } as const);
        yield { document, path, message: `'${path.at(-1)}' is gone since ${row.since}`, fix: row.instead, repair };
      }
    }
  },
};
