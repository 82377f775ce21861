import { yaml } from '../../example';
import { programsBelow } from '../../programs/programs';
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
      const container = [...at, template.script === undefined ? 'container' : 'script'];
      for (const { text, path } of programsBelow(project, document, container)) {
        const loop = endless.exec(text)?.[0];
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
