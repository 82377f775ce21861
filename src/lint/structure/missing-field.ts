import type { LintDocument } from '../document';
import { yaml } from '../example';
import type { Rule } from '../rule';
import type { Issue } from './issue';
import { isNamedAsOnce } from './known-once';

/** @internal */
export const missingField: Rule = {
  code: 'MLL1104',
  title: 'a required field that is not there',
  severity: 'error',
  why: 'The API server refuses the object.',
  fix: 'write the field',
  engine: /Required value|invalid value: : .*\.type/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
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
  *check({ documents, issuesOf }) {
    for (const document of documents) {
      const issues = issuesOf(document);
      for (const issue of issues) {
        if (issue.kind !== 'missing' || isFilledIn(document, issue)) continue;
        const { path, field } = issue;
        if (isNamedAsOnce(document, issues, path, field)) continue;
        const owner = path.findLast((step) => typeof step === 'string') ?? document.value.kind;
        yield { document, path, message: `'${owner}' lacks '${field}'`, fix: `write '${field}'` };
      }
    }
  },
};

/** Whether the engine reads the object and writes it anew, with nothing in place of what is missing, before it is looked at. @internal */
export function isFilledIn({ value }: LintDocument, { path, field }: Missing): boolean {
  const [group] = value.apiVersion.split('/');
  if (group === 'triggers.tekton.dev') return field !== 'metadata';
  // Nothing asks before its controllers do.
  if (events.has(value.kind) && group === 'argoproj.io') return path.length > 0;
  return group === 'tekton.dev' && path.length > 0 && field !== 'value';
}

const events = new Set(['EventBus', 'EventSource', 'Sensor']);

type Missing = Extract<Issue, { readonly kind: 'missing' }>;
