import { suggest } from '../../../core/suggest';
import type { TemplateRef } from '../../../schemas/argo/types';
import { yaml } from '../../example';
import type { Problem } from '../../finding';
import type { Project } from '../../project';
import type { Rule } from '../../rule';
import type { ArgoObject } from '../objects';
import { type Call, objectOf, templateCalled, templateNamed, templatesOf } from '../templates';

/** @internal */
export const unknownTemplate: Rule = {
  code: 'MLL2014',
  title: 'a reference to a template that there is not',
  severity: 'error',
  why: 'Argo refuses the workflow, or the step fails when its turn comes. What is not among the files is not found either.',
  fix: 'correct the name, or name the file that has it, too',
  engine:
    /undefined|in the given files|not found|cannot be specified with templateRef|(?:resource|template) name is required|failed to get a template/,
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
                template: puase
        - name: pause
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
        - name: pause
          suspend: {}
  `,
  *check(project) {
    for (const object of project.argo) {
      const { document, spec, at } = object;
      const ref = spec.workflowTemplateRef;
      if (ref !== undefined && objectOf(project, object, ref) === undefined) {
        yield { document, path: [...at, 'workflowTemplateRef'], ...missingObject(project, object, ref) };
        continue;
      }
      for (const field of ['entrypoint', 'onExit'] as const) {
        const name = spec[field] ?? '';
        if (name !== '' && !name.includes('{{') && templateNamed(project, object, name) === undefined)
          yield { document, path: [...at, field], ...missingTemplate(project, object, name) };
      }
      for (const { calls } of templatesOf(object)) {
        for (const call of calls) yield* problemsOf(project, object, call);
      }
    }
  },
};

type Said = Pick<Problem, 'message' | 'fix'>;

function* problemsOf(project: Project, object: ArgoObject, call: Call): Generator<Problem> {
  const { document } = object;
  const { step, at, name } = call;
  const { templateRef: ref, template = '', inline } = step;
  if (ref !== undefined && template !== '')
    yield {
      document,
      path: [...at, 'template'],
      message: `'${name}' has template and templateRef`,
      fix: 'leave one of them',
    };
  else if (ref !== undefined && ((ref.name ?? '') === '' || (ref.template ?? '') === ''))
    yield {
      document,
      path: [...at, 'templateRef'],
      message: `the templateRef of '${name}' lacks its ${ref.name ? 'template' : 'name'}`,
    };
  else if (ref === undefined && template === '' && inline === undefined)
    yield {
      document,
      path: at,
      message: `'${name}' says not what it runs`,
      fix: 'write template, templateRef or inline',
    };
  else if (templateCalled(project, object, call) === undefined) yield { document, ...missing(project, object, call) };
}

function missing(project: Project, object: ArgoObject, { step, at }: Call): Said & Pick<Problem, 'path'> {
  const ref = step.templateRef;
  if (ref === undefined) return { path: [...at, 'template'], ...missingTemplate(project, object, step.template ?? '') };
  const owner = objectOf(project, object, ref);
  if (owner === undefined) return { path: [...at, 'templateRef', 'name'], ...missingObject(project, object, ref) };
  return { path: [...at, 'templateRef', 'template'], ...missingTemplate(project, owner, ref.template ?? '') };
}

function missingTemplate(project: Project, object: ArgoObject, name: string): Said {
  const ref = object.spec.workflowTemplateRef;
  const owner = (ref === undefined ? undefined : objectOf(project, object, ref)) ?? object;
  const names = (owner.spec.templates ?? []).map((template) => template.name ?? '');
  return { message: `there is no template '${name}' in ${owner.kind} '${owner.name}'`, fix: hint(name, names) };
}

function missingObject(project: Project, object: ArgoObject, { name = '', clusterScope }: TemplateRef): Said {
  const kind = clusterScope === true ? 'ClusterWorkflowTemplate' : 'WorkflowTemplate';
  const names = project.argo.filter((each) => each.kind === kind).map((each) => each.name);
  const where = clusterScope === true || object.namespace === '' ? '' : ` in namespace '${object.namespace}'`;
  const other = project.argo.find((each) => each.name === name && /WorkflowTemplate$/.test(each.kind));
  if (other !== undefined && other.kind !== kind)
    return { message: `'${name}' is a ${other.kind}`, fix: `${clusterScope ? 'remove' : 'write'} clusterScope: true` };
  if (other !== undefined && clusterScope !== true)
    return { message: `there is no ${kind} '${name}'${where}; one is in namespace '${other.namespace}'` };
  return { message: `there is no ${kind} '${name}'${where} among the files`, fix: hint(name, names) };
}

function hint(name: string, names: readonly string[]): string | undefined {
  const meant = suggest(name, names);
  return meant === undefined || meant === name ? undefined : `did you mean '${meant}'?`;
}
