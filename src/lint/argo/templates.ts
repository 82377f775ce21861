import type { DAGTask, Template, TemplateRef, WorkflowStep } from '../../schemas/argo/types';
import type { YamlPath } from '../../yaml/read';
import type { Project } from '../project';
import type { ArgoObject } from './objects';

/** A template and where it is written. @internal */
export interface PlacedTemplate {
  readonly object: ArgoObject;
  readonly template: Template;
  readonly at: YamlPath;
  /** What it is called in messages. */
  readonly name: string;
  readonly isInline: boolean;
  /** Its steps or tasks, in the order in which they are written. */
  readonly calls: readonly Call[];
}

/** A step or task. @internal */
export interface Call {
  readonly step: WorkflowStep | DAGTask;
  readonly name: string;
  readonly word: 'steps' | 'tasks';
  readonly at: YamlPath;
  /** Of a step: which of the groups, that run one after the other, it is in. */
  readonly group: number;
}

/** All templates of an object, those that steps and tasks have inline too. @internal */
export function templatesOf(object: ArgoObject): readonly PlacedTemplate[] {
  const known = placed.get(object);
  if (known !== undefined) return known;
  const all = (object.spec.templates ?? []).flatMap((template, i) =>
    withInline(object, template, [...object.at, 'templates', i], template.name ?? '', false),
  );
  placed.set(object, all);
  return all;
}

const placed = new WeakMap<ArgoObject, readonly PlacedTemplate[]>();

/** All templates of all objects. @internal */
export function templatesIn(project: Project): readonly PlacedTemplate[] {
  let all = allPlaced.get(project);
  if (all === undefined) {
    all = project.argo.flatMap(templatesOf);
    allPlaced.set(project, all);
  }
  return all;
}

const allPlaced = new WeakMap<Project, readonly PlacedTemplate[]>();

function withInline(
  object: ArgoObject,
  template: Template,
  at: YamlPath,
  name: string,
  isInline: boolean,
): readonly PlacedTemplate[] {
  const calls = callsOf(template, at);
  const below = calls.flatMap(({ step, at: place, name: called }) =>
    step.inline === undefined ? [] : withInline(object, step.inline, [...place, 'inline'], `${name}.${called}`, true),
  );
  return [{ object, template, at, name, isInline, calls }, ...below];
}

function callsOf({ steps, dag }: Template, at: YamlPath): readonly Call[] {
  const inSteps = (steps ?? []).flatMap((given, group) => {
    // A group may be a step alone.
    const isList = Array.isArray(given);
    return (isList ? given : [given]).map((step: WorkflowStep, i): Call => {
      const place = isList ? [...at, 'steps', group, i] : [...at, 'steps', group];
      return { step, name: step.name ?? '', word: 'steps', at: place, group };
    });
  });
  const inDag = (dag?.tasks ?? []).map((step, i): Call => {
    return { step, name: step.name ?? '', word: 'tasks', at: [...at, 'dag', 'tasks', i], group: 0 };
  });
  return [...inSteps, ...inDag];
}

/**
 * The object that a templateRef or workflowTemplateRef names. What names no namespace may be applied to any, so it is found
 * from everywhere.
 *
 * @internal
 */
export function objectOf({ argoNamed }: Project, from: ArgoObject, ref: TemplateRef): ArgoObject | undefined {
  const wanted = ref.clusterScope === true ? 'ClusterWorkflowTemplate' : 'WorkflowTemplate';
  const found = argoNamed(ref.name ?? '').filter(({ kind, base }) => kind === wanted && base.length === 0);
  // Of several, the one that is applied last.
  if (ref.clusterScope === true) return found.at(-1);
  return (
    found.findLast(({ namespace }) => namespace === from.namespace) ??
    found.findLast(({ namespace }) => namespace === '' || from.namespace === '')
  );
}

/**
 * The template that a step or task calls. `unknown` where it shows only when it runs; nothing where there is none.
 *
 * @param from the object that the step is written in
 * @internal
 */
export function templateCalled(
  project: Project,
  from: ArgoObject,
  { step, at }: Pick<Call, 'step' | 'at'>,
): PlacedTemplate | 'unknown' | undefined {
  if (step.inline !== undefined) {
    const place = [...at, 'inline'].join('.');
    return templatesOf(from).find((each) => each.isInline && each.at.join('.') === place);
  }
  const ref = step.templateRef;
  if (ref === undefined) {
    if (step.template === undefined || step.template === '') return undefined;
    return step.template.includes('{{') ? 'unknown' : templateNamed(project, from, step.template);
  }
  if (`${ref.name}${ref.template}`.includes('{{')) return 'unknown';
  const object = objectOf(project, from, ref);
  return object === undefined ? undefined : templateNamed(project, object, ref.template ?? '');
}

/** A template by its name: the object's own, or that of the WorkflowTemplate whose specification it takes. @internal */
export function templateNamed(project: Project, from: ArgoObject, name: string): PlacedTemplate | undefined {
  const own = templatesOf(from).find((each) => !each.isInline && each.template.name === name);
  const ref = from.spec.workflowTemplateRef;
  if (own !== undefined || ref === undefined) return own;
  const object = objectOf(project, from, ref);
  return object === undefined || object === from ? undefined : templateNamed(project, object, name);
}
