import { namesIn } from '../../expr/argo/references';
import { templatesIn } from '../argo/templates';
import { yaml } from '../example';
import { type Members, mapsIn, textIn, wordsIn } from '../members';
import type { Rule } from '../rule';
import { pipelinesIn } from '../tekton/across/pipelines';
import { isDelivery, passing } from './words';

/** @internal */
export const noFailEdge: Rule = {
  code: 'MLL4061',
  title: 'a gate after which a bad version ends green',
  severity: 'warning',
  why: 'If the verdict is another word the promotion is skipped and the run is a success: nobody learns that the version was refused, and it stays where it is.',
  fix: 'add an arm for all other words, which reverts or ends the run red',

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
                template: promote
                when: "'{{steps.gate.outputs.parameters.verdict}}' == 'pass'"
        - name: gate
          container:
            image: checker:1.4.2
            command: [check]
          outputs:
            parameters:
              - name: verdict
                valueFrom:
                  path: /tmp/verdict
                  default: error
        - name: promote
          container:
            image: promoter:1.4.2
            command: [promote]
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
                template: promote
                when: "'{{steps.gate.outputs.parameters.verdict}}' == 'pass'"
              - name: end-red
                template: end-red
                when: "'{{steps.gate.outputs.parameters.verdict}}' != 'pass'"
        - name: gate
          container:
            image: checker:1.4.2
            command: [check]
          outputs:
            parameters:
              - name: verdict
                valueFrom:
                  path: /tmp/verdict
                  default: error
        - name: promote
          container:
            image: promoter:1.4.2
            command: [promote]
        - name: end-red
          container:
            image: promoter:1.4.2
            command: ['false']
  `,
  *check(project) {
    for (const { object, calls, template } of templatesIn(project)) {
      for (const { step, name, at } of calls) {
        const word = equal.exec(step.when ?? '')?.[1];
        const [read] = namesIn(step.when ?? '');
        if (word === undefined || read === undefined || !passing.has(word.toLowerCase())) continue;
        if (!isDelivery(`${name}.${step.template ?? ''}`) || !/^(?:steps|tasks)\.[^.]+\.outputs\./.test(read)) continue;
        // Who else asks for it may be the other arm, here or outside.
        const others = calls.filter((call) => call.name !== name && namesIn(JSON.stringify(call.step)).includes(read));
        const outside = JSON.stringify(template.outputs ?? {}).includes(read);
        const isArm = others.some((call) => (call.step.when ?? '') !== (step.when ?? ''));
        if (isArm || outside) continue;
        yield {
          document: object.document,
          path: [...at, 'when'],
          message: `'${name}' is skipped if {{${read}}} is not '${word}', and nothing else happens then`,
        };
      }
    }
    for (const { document, tasks } of pipelinesIn(project)) {
      for (const { name, task, at, isFinal } of tasks) {
        if (isFinal || !isDelivery(name)) continue;
        for (const [i, { input, operator, values }] of mapsIn(task.when)) {
          const words = wordsIn(values);
          const read = /\$\((tasks\.[\w-]+\.results\.[\w.-]+)\)/.exec(textIn(input))?.[1];
          if (read === undefined || operator !== 'in' || !words.every((word) => passing.has(word.toLowerCase())))
            continue;
          const gate = read.split('.')[1];
          const isHeard = tasks.some((other) => {
            // What needs the same word is skipped with it.
            if (other.name === name || needsPass(other.task, input)) return false;
            const text = JSON.stringify(other.task);
            return [read, `$(tasks.${name}.status`, `$(tasks.${gate}.status`].some((each) => text.includes(each));
          });
          if (!isHeard)
            yield {
              document,
              path: [...at, 'when', i],
              message: `'${name}' is skipped if $(${read}) is not '${words.join("' or '")}', and nothing else happens then`,
            };
        }
      }
    }
  },
};

const needsPass = (task: Members, input: unknown): boolean =>
  mapsIn(task.when).some(
    ([, each]) =>
      each.input === input &&
      each.operator === 'in' &&
      wordsIn(each.values).every((word) => passing.has(word.toLowerCase())),
  );

const equal = /^\s*(?:\{\{=)?[^=!&|]*==\s*['"]?([\w-]+)['"]?\s*(?:\}\})?\s*$/;
