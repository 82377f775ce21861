import type { Arguments, Template, Workflow, WorkflowSpec } from '../../schemas/argo/types';
import { isMap } from '../../yaml/is-map';
import type { Library } from './library';
import { templateKey } from './library';
import { merged } from './merge';
import { type Owner, planOwner } from './owner';
import { templateKinds } from './template-kind';
import { planTemplate, type TemplatePlan } from './template-plan';

/** A workflow that can be run any number of times. @internal */
export interface WorkflowPlan {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** With what a workflowTemplateRef brings. */
  readonly spec: WorkflowSpec;
  readonly owner: Owner;
  readonly library: Library;
  /** Tells whether any template that can run, or the workflow itself, has this word somewhere. */
  mentions(word: string): boolean;
  /** The same template with what `templateDefaults` adds. */
  withDefaults(template: TemplatePlan): TemplatePlan;
}

/** A plan, or why Argo would not begin. @internal */
export function planWorkflow(
  library: Library,
  workflow: Workflow,
  namespace: string,
): { readonly plan: WorkflowPlan; readonly problem?: string } {
  const metadata = workflow.metadata;
  const name = metadata.name ?? `${metadata.generateName ?? 'workflow-'}sim`;
  const ref = workflow.spec.workflowTemplateRef;
  const base = {
    name,
    namespace,
    labels: (metadata.labels ?? {}) as Record<string, string>,
    annotations: (metadata.annotations ?? {}) as Record<string, string>,
    library,
  };
  if (ref === undefined) {
    const owner = planOwner('local', '', workflow.spec.templates ?? []);
    return { plan: complete({ ...base, spec: workflow.spec, owner }) };
  }
  const found = library.templates.get(templateKey(ref.name ?? '', namespace, ref.clusterScope === true));
  if (found === undefined) {
    const kind = ref.clusterScope === true ? 'clusterworkflowtemplate' : 'workflowtemplate';
    const problem = `${kind}.argoproj.io "${ref.name}" not found`;
    return { plan: complete({ ...base, spec: workflow.spec, owner: planOwner('local', '', []) }), problem };
  }
  const spec = joined(found.spec, workflow.spec);
  // Templates are planned once with the object they belong to, unless the workflow brings some of its own.
  const owner =
    (workflow.spec.templates ?? []).length > 0
      ? planOwner('local', '', spec.templates ?? [])
      : { scope: 'local' as const, name: '', templates: found.owner.templates };
  return { plan: complete({ ...base, spec, owner }) };
}

/** What runs: the workflow over the template; hooks of one name are not mixed, and only the workflow may suspend. */
function joined(template: WorkflowSpec, workflow: WorkflowSpec): WorkflowSpec {
  const { hooks: templateHooks, ...below } = template;
  const { hooks, ...own } = workflow;
  const all = { ...templateHooks, ...hooks };
  const spec = merged(below as WorkflowSpec, own as WorkflowSpec);
  return {
    ...spec,
    ...(Object.keys(all).length > 0 && { hooks: all }),
    ...(spec.arguments !== undefined && {
      arguments: joinedArguments(template.arguments, workflow.arguments, spec.arguments),
    }),
    ...(workflow.suspend === undefined ? { suspend: false } : { suspend: workflow.suspend }),
  };
}

/** A parameter is the workflow's or the template's as a whole: a value of one is no default of the other. */
function joinedArguments(template: Arguments = {}, workflow: Arguments = {}, both: Arguments): Arguments {
  const parameters = (both.parameters ?? []).map(
    (parameter) =>
      [workflow, template]
        .map((from) => from.parameters?.find(({ name }) => name === parameter.name))
        .find((own) => own?.value !== undefined || own?.valueFrom !== undefined) ?? parameter,
  );
  return { ...both, ...(both.parameters !== undefined && { parameters }) };
}

function complete(bare: Omit<WorkflowPlan, 'withDefaults' | 'mentions'>): WorkflowPlan {
  const plan = { ...bare, mentions: mentionsIn(bare) };
  const defaults = plan.spec.templateDefaults;
  if (!isMap(defaults)) return { ...plan, withDefaults: (template) => template };
  const known = new Map<TemplatePlan, TemplatePlan>();
  return {
    ...plan,
    withDefaults: (template) => {
      let full = known.get(template);
      if (full === undefined) {
        full = planTemplate(defaulted(defaults as Template, template), template.owner);
        known.set(template, full);
      }
      return full;
    },
  };
}

function mentionsIn({ spec, library }: Pick<WorkflowPlan, 'spec' | 'library'>): (word: string) => boolean {
  const known = new Map<string, boolean>();
  let text: string | undefined;
  return (word) => {
    let found = known.get(word);
    if (found === undefined) {
      text ??= JSON.stringify([spec, [...library.templates.values()].map((object) => object.spec)]);
      found = text.includes(word);
      known.set(word, found);
    }
    return found;
  };
}

function defaulted(defaults: Template, { source, kind }: TemplatePlan): Template {
  const fitting = Object.fromEntries(
    Object.entries(defaults).filter(([key]) => key === kind || !(templateKinds as readonly string[]).includes(key)),
  );
  return merged(fitting as Template, source);
}
