import type { Arguments, Template, TemplateRef } from '../../schemas/argo/types';
import { findOwner } from '../plan/library';
import type { Owner } from '../plan/owner';
import { planTemplate, type TemplatePlan } from '../plan/template-plan';
import type { Node } from './node';
import type { Run } from './run';

/** Who names a template: a step, a task, a hook, or the workflow its entrypoint. @internal */
export interface Holder {
  /** The step's or task's own name. */
  readonly name?: string | undefined;
  readonly kind?: 'step' | 'task';
  readonly template?: string | undefined;
  readonly templateRef?: TemplateRef | undefined;
  readonly inline?: Template | undefined;
}

/** A node that is wanted: which template, with what, and where it hangs. @internal */
export interface Call {
  /** Of the node. */
  readonly name: string;
  readonly holder: Holder;
  /** Where the holder's template names are looked up. */
  readonly owner: Owner;
  readonly arguments: Arguments;
  readonly boundary: Node | undefined;
  /** Below an exit handler, which deadlines and a stop spare. */
  readonly exit: boolean;
  readonly hooked: boolean;
  readonly retried: boolean;
}

/** The template that a holder names, or Argo's words for why there is none. @internal */
export function resolveTemplate(
  run: Run,
  { template, templateRef, inline }: Holder,
  owner: Owner,
): TemplatePlan | string {
  const found = inline === undefined ? named(run, template, templateRef, owner) : planTemplate(inline, owner);
  if (typeof found === 'string') return found;
  if (found.kind === undefined) return `template '${found.name}' type is unknown`;
  return run.plan.withDefaults(found);
}

function named(
  run: Run,
  template: string | undefined,
  ref: TemplateRef | undefined,
  owner: Owner,
): TemplatePlan | string {
  if (ref !== undefined) {
    const found = findOwner(run.plan.library, run.plan.namespace, ref);
    if (typeof found === 'string') return found;
    return (
      found.templates.get(ref.template ?? '') ?? `template ${ref.template} not found in workflow template ${ref.name}`
    );
  }
  if (template === undefined || template === '') return 'failed to get a template';
  return owner.templates.get(template) ?? `template ${template} not found`;
}
