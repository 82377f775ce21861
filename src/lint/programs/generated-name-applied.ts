import { templatesIn } from '../argo/templates';
import { yaml } from '../example';
import type { Rule } from '../rule';
import { kubectlOf } from './kubectl';
import { commandsOf, excerpt, programsIn } from './programs';

/** @internal */
export const generatedNameApplied: Rule = {
  code: 'MLL3051',
  title: 'an object without a name that is applied',
  severity: 'error',
  why: 'kubectl apply refuses generateName: cannot use generate name with apply. Nothing is ever started.',
  fix: 'use create instead of apply',

  bad: yaml`
    apiVersion: batch/v1
    kind: CronJob
    metadata:
      name: retrain
    spec:
      schedule: '0 2 * * 0'
      concurrencyPolicy: Forbid
      jobTemplate:
        spec:
          template:
            spec:
              restartPolicy: Never
              containers:
                - name: start
                  image: kubectl:1.36.1
                  command: [sh, -c]
                  args:
                    - |
                      cat <<EOF | kubectl apply -f -
                      apiVersion: tekton.dev/v1
                      kind: PipelineRun
                      metadata:
                        generateName: retrain-
                      spec:
                        pipelineRef:
                          name: retrain
                      EOF
  `,
  good: yaml`
    apiVersion: batch/v1
    kind: CronJob
    metadata:
      name: retrain
    spec:
      schedule: '0 2 * * 0'
      concurrencyPolicy: Forbid
      jobTemplate:
        spec:
          template:
            spec:
              restartPolicy: Never
              containers:
                - name: start
                  image: kubectl:1.36.1
                  command: [sh, -c]
                  args:
                    - |
                      cat <<EOF | kubectl create -f -
                      apiVersion: tekton.dev/v1
                      kind: PipelineRun
                      metadata:
                        generateName: retrain-
                      spec:
                        pipelineRef:
                          name: retrain
                      EOF
  `,
  *check(project) {
    for (const program of programsIn(project)) {
      const { document, path } = program;
      const command = commandsOf(program).find((each) => {
        const given = each.line.heredoc;
        return kubectlOf(each)?.verb === 'apply' && given !== undefined && isNameless(given);
      });
      if (command !== undefined)
        yield {
          document,
          path,
          message: `${excerpt(command.line.text)} applies an object that has generateName and no name`,
        };
    }
    for (const { object, template, at, name } of templatesIn(project)) {
      const { action, manifest = '' } = template.resource ?? {};
      if (action === 'apply' && isNameless(manifest))
        yield {
          document: object.document,
          path: [...at, 'resource', 'action'],
          message: `'${name}' applies an object that has generateName and no name`,
        };
    }
  },
};

const isNameless = (manifest: string): boolean =>
  /^ {2,}['"]?generateName['"]?:/m.test(manifest) &&
  !/^metadata:\s*\n(?:[ \t]+.*\n)*? {1,4}name:/m.test(outdented(manifest));

/** Inside a program everything is further to the right. */
function outdented(text: string): string {
  const lines = text.split('\n');
  const margin = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(margin)).join('\n');
}
