import type { LifecycleHook, Template, TemplateRef } from '../../schemas/argo/types';
import { findOwner } from './library';
import type { Owner } from './owner';
import { planTemplate, type TemplatePlan } from './template-plan';
import type { WorkflowPlan } from './workflow-plan';

/** What names a template somewhere. */
interface Caller {
  readonly name?: string;
  readonly template?: string;
  readonly templateRef?: TemplateRef;
  readonly inline?: Template;
  readonly onExit?: string;
  readonly hooks?: { readonly [name: string]: LifecycleHook };
}

/** Paths deeper than this are of templates that call themselves. */
const deepest = 12;
const most = 20_000;

/** All names that the leaves of a workflow can have: paths, last parts of paths, templates. @internal */
export function leafNames(plan: WorkflowPlan): readonly string[] {
  const names = new Set<string>();
  const visit = (caller: Caller, owner: Owner, path: readonly string[]) => {
    const template = find(plan, caller, owner);
    if (template === undefined || path.length > deepest || names.size > most) return;
    if (template.kind !== 'steps' && template.kind !== 'dag') {
      names
        .add(path.join('.'))
        .add(path.at(-1) ?? '')
        .add(template.name);
      for (const { name } of template.source.containerSet?.containers ?? []) names.add([...path, name].join('.'));
      return;
    }
    for (const call of callsOf(template.source)) {
      const at = [...path, call.name ?? ''];
      visit(call, template.owner, at);
      visitHooks(call, template.owner, at);
    }
  };
  const visitHooks = ({ onExit, hooks = {} }: Caller, owner: Owner, path: readonly string[]) => {
    if (onExit !== undefined) visit({ template: onExit }, owner, [...path, 'onExit']);
    for (const [event, hook] of Object.entries(hooks))
      visit(hook, owner, event === 'exit' ? [...path, 'onExit'] : [...path, 'hooks', event]);
  };
  visit({ template: plan.spec.entrypoint ?? '' }, plan.owner, []);
  visitHooks(plan.spec as Caller, plan.owner, []);
  return [...names];
}

function callsOf({ steps, dag }: Template): readonly Caller[] {
  return [...(steps ?? []).flat(), ...(dag?.tasks ?? [])];
}

function find(
  plan: WorkflowPlan,
  { template = '', templateRef, inline }: Caller,
  owner: Owner,
): TemplatePlan | undefined {
  if (inline !== undefined) return planTemplate(inline, owner);
  if (templateRef === undefined) return owner.templates.get(template);
  const found = findOwner(plan.library, plan.namespace, templateRef);
  return typeof found === 'string' ? undefined : found.templates.get(templateRef.template ?? '');
}
