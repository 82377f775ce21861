import { yaml } from '../example';
import type { Rule } from '../rule';
import { isFilledIn } from './missing-field';

/** @internal */
export const takenAsEmpty: Rule = {
  code: 'MLL1107',
  title: 'a field that is missing and that the engine takes as empty',
  severity: 'warning',
  why: 'Its webhook fills in an empty text, so that the object is taken, and what has no name or no value is of no use.',
  fix: 'write the field',
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: PipelineRun
    metadata:
      name: train
    spec:
      pipelineRef:
        name: train
      params:
        - value: '3'
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: PipelineRun
    metadata:
      name: train
    spec:
      pipelineRef:
        name: train
      params:
        - name: epochs
          value: '3'
  `,
  *check({ documents, issuesOf }) {
    for (const document of documents) {
      for (const issue of issuesOf(document)) {
        if (issue.kind !== 'missing' || !isFilledIn(document, issue)) continue;
        const { path, field } = issue;
        const owner = path.findLast((step) => typeof step === 'string') ?? document.value.kind;
        yield { document, path, message: `'${owner}' lacks '${field}'`, fix: `write '${field}'` };
      }
    }
  },
};
