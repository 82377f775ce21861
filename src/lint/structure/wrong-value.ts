import { onlyMeant, suggest } from '../../core/suggest';
import { yaml } from '../example';
import type { Rule } from '../rule';
import { shown } from './shown';

/** @internal */
export const wrongValue: Rule = {
  code: 'MLL1105',
  title: 'a value that the field does not take',
  severity: 'error',
  why: 'The API server refuses the object, also where an engine that is asked offline does not mind.',
  fix: 'write a value that it takes',
  mends: 'a misspelt word that only one value is near',
  engine: /Unsupported value|Invalid value|quantities must match|time: (?:invalid|unknown|missing)/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      podGC:
        strategy: OnPodCompletoin
      templates:
        - name: main
          suspend: {}
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      podGC:
        strategy: OnPodCompletion
      templates:
        - name: main
          suspend: {}
  `,
  *check({ documents, issuesOf }) {
    for (const document of documents) {
      for (const issue of issuesOf(document)) {
        if (issue.kind !== 'value') continue;
        const { path, value, wanted, words = [] } = issue;
        const meant = typeof value === 'string' ? suggest(value, words) : undefined;
        const fix = meant === undefined ? undefined : `did you mean '${meant}'?`;
        const to = typeof value === 'string' ? onlyMeant(value, words) : undefined;
        const repair = to === undefined ? undefined : ({ kind: 'replace', path, to } as const);
        yield { document, path, message: `'${path.at(-1) ?? 'it'}' is ${shown(value)}, not ${wanted}`, fix, repair };
      }
    }
  },
};
