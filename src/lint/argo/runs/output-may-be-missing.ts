import type { DAGTask } from '../../../schemas/argo/types';
import { yaml } from '../../example';
import type { Project } from '../../project';
import type { Rule } from '../../rule';
import { shown } from '../../structure/shown';
import type { ArgoObject } from '../objects';
import { tagsIn } from '../scope/tags';
import { type Call, templateCalled, templatesIn } from '../templates';

/** @internal */
export const outputMayBeMissing: Rule = {
  code: 'MLL2301',
  title: 'an output of a step that may not run',
  severity: 'error',
  why: 'Argo knows no value for it then, and the step that reads it ends in error or waits for ever.',
  fix: 'give the output a valueFrom.default, or the step that reads it the same condition',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          inputs:
            parameters:
              - name: full
                value: 'no'
          steps:
            - - name: train
                template: train
                when: "'{{inputs.parameters.full}}' == 'yes'"
            - - name: show
                template: show
                arguments:
                  parameters:
                    - name: message
                      value: '{{steps.train.outputs.parameters.accuracy}}'
        - name: train
          inputs:
            parameters:
              - name: epochs
                value: '3'
          container:
            image: busybox:1.36.1
            command: [ls]
          outputs:
            parameters:
              - name: accuracy
                valueFrom:
                  path: /tmp/accuracy
        - name: show
          inputs:
            parameters:
              - name: message
          suspend: {}
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
          inputs:
            parameters:
              - name: full
                value: 'no'
          steps:
            - - name: train
                template: train
                when: "'{{inputs.parameters.full}}' == 'yes'"
            - - name: show
                template: show
                arguments:
                  parameters:
                    - name: message
                      value: '{{steps.train.outputs.parameters.accuracy}}'
        - name: train
          inputs:
            parameters:
              - name: epochs
                value: '3'
          container:
            image: busybox:1.36.1
            command: [ls]
          outputs:
            parameters:
              - name: accuracy
                valueFrom:
                  path: /tmp/accuracy
                  default: 'none'
        - name: show
          inputs:
            parameters:
              - name: message
          suspend: {}
  `,
  *check(project) {
    for (const placed of templatesIn(project)) {
      const { object, calls } = placed;
      const optional = new Map(
        calls.flatMap((call) => ((call.step.when ?? '') === '' ? [] : [[call.name, call] as const])),
      );
      if (optional.size === 0) continue;
      for (const reader of calls) {
        for (const { name: read, path } of tagsIn(reader.step.arguments, [...reader.at, 'arguments'])) {
          const [, producer = '', output = ''] =
            /^(?:steps|tasks)\.([^.]+)\.outputs\.parameters\.(.+)$/.exec(read) ?? [];
          const call = optional.get(producer);
          if (call === undefined || isGuarded(reader, call)) continue;
          const called = templateCalled(project, object, call);
          if (called === undefined || called === 'unknown') continue;
          const declared = called.template.outputs?.parameters?.find(({ name }) => name === output);
          const argument = /^arguments\.parameters\.(\d+)/.exec(path.slice(reader.at.length).join('.'))?.[1];
          if (declared === undefined || declared.valueFrom?.default !== undefined || declared.default !== undefined)
            continue;
          if (
            argument !== undefined &&
            isWhole(reader, Number(argument)) &&
            hasDefault(project, object, reader, Number(argument))
          )
            continue;
          yield {
            document: object.document,
            path,
            message: `'${reader.name}' reads '${output}' of '${producer}', which runs only when ${shown(call.step.when)}`,
          };
        }
      }
    }
  },
};

/** The same condition, one that looks at how the other ended, or an order that asks for its success. */
function isGuarded({ step }: Call, { step: producer, name }: Call): boolean {
  const when = step.when ?? '';
  if (when === producer.when || when.includes(`.${name}.`) || when.includes(`['${name}']`)) return true;
  return ((step as DAGTask).depends ?? '').includes(`${name}.Succeeded`);
}

const isWhole = ({ step }: Call, argument: number): boolean =>
  /^\s*\{\{[^{}]*\}\}\s*$/.test(String(step.arguments?.parameters?.[argument]?.value ?? ''));

/** An argument that is nothing but the absent value counts as not given. */
function hasDefault(project: Project, object: ArgoObject, reader: Call, argument: number): boolean {
  const called = templateCalled(project, object, reader);
  if (called === undefined || called === 'unknown') return false;
  const wanted = reader.step.arguments?.parameters?.[argument]?.name;
  const input = called.template.inputs?.parameters?.find(({ name }) => name === wanted);
  return (input?.value ?? input?.default ?? input?.valueFrom) !== undefined;
}
