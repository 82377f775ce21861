import { isDeepStrictEqual } from 'node:util';
import { fullNameOf, type LintDocument, namespaceOf } from '../document';
import { yaml } from '../example';
import type { Rule } from '../rule';

/** @internal */
export const sameObjectTwice: Rule = {
  code: 'MLL2101',
  title: 'two different objects of one kind and name',
  severity: 'warning',
  why: 'Who is applied last wins, and which one that is depends on the order of files.',
  fix: 'rename one of them, or remove it',
  engine: /duplicate (?:Cluster)?WorkflowTemplate found/i,
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
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          suspend:
            duration: 10m
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          suspend: {}
  `,
  *check({ documents }) {
    const seen = new Map<string, LintDocument>();
    for (const document of documents) {
      const { apiVersion, kind } = document.value;
      const name = fullNameOf(document.value);
      if (name === undefined) continue;
      const key = [apiVersion.split('/')[0], kind, namespaceOf(document.value), name].join(' ');
      const other = seen.get(key);
      if (other === undefined) seen.set(key, document);
      else if (!isDeepStrictEqual(document.value, other.value))
        yield {
          document,
          path: ['metadata', 'name'],
          message: `there is another ${kind} '${name}' at ${other.file}:${other.start.line}`,
        };
    }
  },
};
