import type { LifecycleHook, Template, TemplateRef } from '../../schemas/argo/types';
import { findOwner } from '../plan/library';
import type { Owner } from '../plan/owner';
import { planTemplate, type TemplatePlan } from '../plan/template-plan';
import type { WorkflowPlan } from '../plan/workflow-plan';

interface Caller {
  readonly template?: string;
  readonly templateRef?: TemplateRef;
  readonly inline?: Template;
  readonly onExit?: string;
  readonly hooks?: { readonly [name: string]: LifecycleHook };
}

/**
 * All templates that a workflow can come to, whatever happens.
 *
 * @param but is not gone into
 * @internal
 */
export function reachableTemplates(plan: WorkflowPlan, but?: TemplatePlan): ReadonlySet<TemplatePlan> {
  const found = new Set<TemplatePlan>();
  const visit = (caller: Caller, owner: Owner): void => {
    const template = templateOf(plan, caller, owner);
    if (template !== undefined && template !== but && !found.has(template)) {
      found.add(template);
      const { steps, dag } = template.source;
      for (const call of [...(steps ?? []).flat(), ...(dag?.tasks ?? [])]) visit(call, template.owner);
    }
    const { onExit, hooks = {} } = caller;
    if (onExit !== undefined) visit({ template: onExit }, owner);
    for (const hook of Object.values(hooks)) visit(hook, owner);
  };
  visit({ template: plan.spec.entrypoint ?? '' }, plan.owner);
  visit({ ...(plan.spec as Caller), template: '' }, plan.owner);
  return found;
}

function templateOf(plan: WorkflowPlan, caller: Caller, owner: Owner): TemplatePlan | undefined {
  const { template = '', templateRef, inline } = caller;
  if (inline !== undefined) return planTemplate(inline, owner);
  if (templateRef === undefined) return owner.templates.get(template);
  const other = findOwner(plan.library, plan.namespace, templateRef);
  return typeof other === 'string' ? undefined : other.templates.get(templateRef.template ?? '');
}
