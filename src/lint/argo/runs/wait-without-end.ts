import { yaml } from '../../example';
import { programsIn } from '../../programs/programs';
import type { Rule } from '../../rule';
import { templatesIn } from '../templates';

/** @internal */
export const waitWithoutEnd: Rule = {
  code: 'MLL2354',
  title: 'a wait without an end',
  severity: 'warning',
  why: 'If what is waited for never comes the run hangs for ever: it fails nowhere, holds its lock and keeps later runs from starting.',
  fix: 'write activeDeadlineSeconds into the template, or into spec for the whole workflow',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: deploy
    spec:
      entrypoint: main
      templates:
        - name: main
          script:
            image: curl:8.16.0
            command: [sh]
            source: |
              until curl -fsS http://web.staging.svc/healthz; do
                sleep 5
              done
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: deploy
    spec:
      entrypoint: main
      templates:
        - name: main
          activeDeadlineSeconds: 600
          script:
            image: curl:8.16.0
            command: [sh]
            source: |
              until curl -fsS http://web.staging.svc/healthz; do
                sleep 5
              done
  `,
  *check(project) {
    const programs = programsIn(project);
    for (const { object, template, at, name } of templatesIn(project)) {
      const { document, spec } = object;
      const limit = template.activeDeadlineSeconds ?? template.timeout ?? spec.activeDeadlineSeconds;
      if (limit !== undefined || template.daemon === true) continue;
      if (template.resource?.successCondition !== undefined && template.resource.action !== 'get') {
        yield {
          document,
          path: [...at, 'resource', 'successCondition'],
          message: `'${name}' waits for '${template.resource.successCondition}' as long as it takes`,
        };
        continue;
      }
      for (const { text, path, document: owner } of programs) {
        const isOwn =
          owner === document &&
          [...at, template.script === undefined ? 'container' : 'script'].every((step, i) => path[i] === step);
        const loop = isOwn ? endless.exec(text)?.[0] : undefined;
        if (loop === undefined || /\b(?:break|exit|return|timeout|deadline|elapsed|retries|attempt\w*)\b/i.test(text))
          continue;
        yield {
          document,
          path,
          message: `'${name}' loops until something comes, and nothing ends it: '${loop.trim()}'`,
        };
      }
    }
  },
};

/** A loop with a pause in it that counts nothing. */
const endless = /^[ \t]*(?:until\b[^\n]*|while\s+(?:true|:|!)[^\n]*|while True:)(?=[\s\S]*?\bsleep\b)/m;
