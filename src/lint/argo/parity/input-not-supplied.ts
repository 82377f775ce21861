import type { Arguments } from '../../../schemas/argo/types';
import { yaml } from '../../example';
import type { Project } from '../../project';
import type { Rule } from '../../rule';
import { hasLocation } from '../artifact-location';
import type { ArgoObject } from '../objects';
import { objectOf, type PlacedTemplate, templateCalled, templateNamed, templatesOf } from '../templates';

/** @internal */
export const inputNotSupplied: Rule = {
  code: 'MLL2020',
  title: 'a template that is called without an input that it needs',
  severity: 'error',
  why: 'Argo refuses the workflow: the input has neither an argument, nor a value, nor a default.',
  fix: 'hand it on in arguments, or give the input a default',
  engine: /was not supplied/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          steps:
            - - name: train
                template: pause
        - name: pause
          inputs:
            parameters:
              - name: epochs
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
          steps:
            - - name: train
                template: pause
                arguments:
                  parameters:
                    - name: epochs
                      value: '3'
        - name: pause
          inputs:
            parameters:
              - name: epochs
          suspend: {}
  `,
  *check(project) {
    for (const object of project.argo) {
      const { document, spec, at } = object;
      for (const { calls } of templatesOf(object)) {
        for (const call of calls) {
          const called = templateCalled(project, object, call);
          if (called === undefined || called === 'unknown') continue;
          for (const message of missing(called, call.step.arguments, `'${call.name}'`))
            yield { document, path: call.at, message };
        }
      }
      // Templates may still be started with other arguments.
      if (object.kind !== 'Workflow' && object.kind !== 'CronWorkflow') continue;
      const { given, entrypoint, onExit } = startOf(project, object);
      for (const [field, name, args] of [
        ['entrypoint', entrypoint, given],
        ['onExit', onExit, spec.arguments],
      ] as const) {
        const called = name === undefined ? undefined : templateNamed(project, object, name);
        for (const message of called === undefined ? [] : missing(called, args, field))
          yield { document, path: [...at, field], message };
      }
    }
  },
};

/** What a workflow begins with, with what its WorkflowTemplate brings. */
function startOf(project: Project, object: ArgoObject) {
  const ref = object.spec.workflowTemplateRef;
  const from = ref === undefined ? undefined : objectOf(project, object, ref)?.spec;
  const own = filled(object, object.spec.arguments);
  const given: Arguments = {
    parameters: [...(own?.parameters ?? []), ...(from?.arguments?.parameters ?? [])],
    artifacts: [...(own?.artifacts ?? []), ...(from?.arguments?.artifacts ?? [])],
  };
  return { given, entrypoint: object.spec.entrypoint ?? from?.entrypoint, onExit: object.spec.onExit ?? from?.onExit };
}

/** The trigger of a Sensor fills values in. */
function filled({ base }: ArgoObject, given: Arguments | undefined): Arguments | undefined {
  if (base.length === 0) return given;
  return { ...given, parameters: (given?.parameters ?? []).map((parameter) => ({ value: '', ...parameter })) };
}

function* missing({ template, name }: PlacedTemplate, given: Arguments | undefined, who: string): Generator<string> {
  for (const { name: wanted, value, default: otherwise, valueFrom } of template.inputs?.parameters ?? []) {
    if (value !== undefined || otherwise !== undefined || valueFrom !== undefined) continue;
    const argument = given?.parameters?.find(
      (each) => each.name === wanted && (each.value ?? each.valueFrom) !== undefined,
    );
    if (argument === undefined) yield `${who} calls template '${name}' without its parameter '${wanted}'`;
  }
  for (const artifact of template.inputs?.artifacts ?? []) {
    if (artifact.optional === true || hasLocation(artifact)) continue;
    const argument = given?.artifacts?.some((each) => each.name === artifact.name);
    if (argument !== true) yield `${who} calls template '${name}' without its artifact '${artifact.name}'`;
  }
}
