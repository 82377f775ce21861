import type { LintDocument } from '../document';
import { eventsRules } from '../events/rules';
import { yaml } from '../example';
import type { Problem } from '../finding';
import type { Project } from '../project';
import type { Rule } from '../rule';
import type { Issue } from './issue';
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
  *check(project) {
    let refusals: readonly Problem[] | undefined;
    for (const document of project.documents) {
      for (const issue of project.issuesOf(document)) {
        if (issue.kind !== 'missing' || !isFilledIn(document, issue)) continue;
        refusals ??= eventsRefusals(project);
        if (refusals.some((problem) => isAbout(problem, document, issue))) continue;
        const { path, field } = issue;
        const owner = path.findLast((step) => typeof step === 'string') ?? document.value.kind;
        yield { document, path, message: `'${owner}' lacks '${field}'`, fix: `write '${field}'` };
      }
    }
  },
};

/** What the controllers of Argo Events do not take: some of the fields that their API server fills in. */
function eventsRefusals(project: Project): readonly Problem[] {
  return eventsRules.flatMap((rule) => [...rule.check(project)]);
}

function isAbout(
  { document, path, message, fix = '' }: Problem,
  owner: LintDocument,
  issue: Extract<Issue, { readonly kind: 'missing' }>,
): boolean {
  if (document !== owner || path.join('.') !== issue.path.join('.')) return false;
  return new RegExp(`\\b${issue.field}\\b`).test(`${message} ${fix}`);
}
