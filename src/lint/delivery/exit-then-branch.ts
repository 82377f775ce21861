import { templateCalled, templatesIn } from '../argo/templates';
import { yaml } from '../example';
import { mapsIn, textIn, wordsIn } from '../members';
import { programsBelow } from '../programs/programs';
import type { Rule } from '../rule';
import { pipelinesIn } from '../tekton/across/pipelines';

/** @internal */
export const exitThenBranch: Rule = {
  code: 'MLL4063',
  title: 'a verdict that is written by a step which fails',
  severity: 'warning',
  why: 'The program writes the word and ends with another exit code than 0: the run stops there, and the arm for that word never runs.',
  fix: 'let the program end with 0 once it has judged, and another exit code say that it could not judge',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: release
    spec:
      entrypoint: main
      templates:
        - name: main
          steps:
            - - name: gate
                template: gate
            - - name: promote
                template: run
                when: "'{{steps.gate.outputs.parameters.verdict}}' == 'pass'"
              - name: revert
                template: run
                when: "'{{steps.gate.outputs.parameters.verdict}}' != 'pass'"
              - name: tell
                template: run
                when: "'{{steps.gate.outputs.parameters.verdict}}' == 'fail'"
        - name: gate
          script:
            image: checker:1.4.2
            command: [sh]
            source: |
              if check; then
                echo pass > /tmp/verdict
              else
                echo fail > /tmp/verdict
                exit 1
              fi
          outputs:
            parameters:
              - name: verdict
                valueFrom:
                  path: /tmp/verdict
                  default: error
        - name: run
          container:
            image: checker:1.4.2
            command: [act]
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: release
    spec:
      entrypoint: main
      templates:
        - name: main
          steps:
            - - name: gate
                template: gate
            - - name: promote
                template: run
                when: "'{{steps.gate.outputs.parameters.verdict}}' == 'pass'"
              - name: revert
                template: run
                when: "'{{steps.gate.outputs.parameters.verdict}}' != 'pass'"
        - name: gate
          script:
            image: checker:1.4.2
            command: [sh]
            source: |
              if check; then
                echo pass > /tmp/verdict
              else
                echo fail > /tmp/verdict
              fi
          outputs:
            parameters:
              - name: verdict
                valueFrom:
                  path: /tmp/verdict
                  default: error
        - name: run
          container:
            image: checker:1.4.2
            command: [act]
  `,
  *check(project) {
    for (const { object, calls } of templatesIn(project)) {
      for (const call of calls) {
        const [, producer = '', word = ''] = argoArm.exec(call.step.when ?? '') ?? [];
        const gate = calls.find(({ name }) => name === producer);
        const called = gate === undefined || isTolerated(gate.step) ? undefined : templateCalled(project, object, gate);
        if (called === undefined || called === 'unknown') continue;
        if (programsBelow(project, called.object.document, called.at).some(({ text }) => failsAfter(text, word)))
          yield {
            document: object.document,
            path: [...call.at, 'when'],
            message: `'${call.name}' waits for '${word}' of '${producer}', whose program fails after it has written that`,
          };
      }
    }
    for (const { document, tasks } of pipelinesIn(project)) {
      for (const { name, task, at, isFinal } of tasks) {
        if (isFinal) continue;
        for (const [i, { input, operator, values }] of mapsIn(task.when)) {
          const [word = '', ...more] = wordsIn(values);
          const producer = /^\$\(tasks\.([\w-]+)\.results\.[\w.-]+\)$/.exec(textIn(input))?.[1];
          const gate = tasks.find((each) => each.name === producer);
          if (
            operator !== 'in' ||
            word === '' ||
            more.length > 0 ||
            gate?.runs === undefined ||
            gate.task.onError === 'continue'
          )
            continue;
          const { runs } = gate;
          const fails = programsBelow(project, runs.document, runs.at).some(
            ({ text, container }) => container.onError !== 'continue' && failsAfter(text, word),
          );
          if (fails)
            yield {
              document,
              path: [...at, 'when', i],
              message: `'${name}' waits for '${word}' of '${producer}', whose program fails after it has written that`,
            };
        }
      }
    }
  },
};

const argoArm = /^\s*['"]?\{\{\s*(?:steps|tasks)\.([\w-]+)\.outputs\.[\w.-]+\s*\}\}['"]?\s*==\s*['"]?([\w-]+)['"]?\s*$/;

const isTolerated = ({ continueOn }: { readonly continueOn?: { readonly failed?: boolean } | undefined }): boolean =>
  continueOn?.failed === true;

/** The word is written, and on the same line or the two after it the program ends badly. */
function failsAfter(program: string, word: string): boolean {
  const lines = program.split('\n');
  const written = new RegExp(`(?:echo|printf|write|print)\\b[^\\n]*\\b${word}\\b`);
  return lines.some((line, i) => {
    if (!written.test(line)) return false;
    const after = [line.slice(line.search(written)), ...lines.slice(i + 1, i + 3)];
    const end = after.findIndex((each, j) => j > 0 && /^\s*(?:fi|else|elif|esac|;;|except|def)\b/.test(each));
    return after
      .slice(0, end < 0 ? undefined : end)
      .some((each) => /\bexit [1-9]|\bsys\.exit\((?!0?\))|\bexit\([1-9]/.test(each));
  });
}
