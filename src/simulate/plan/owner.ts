import type { Template } from '../../schemas/argo/types';
import { planTemplate, type TemplatePlan } from './template-plan';

/** Where a template's name is looked up: the workflow itself, or the object that a templateRef names. @internal */
export interface Owner {
  readonly scope: 'local' | 'namespaced' | 'cluster';
  readonly name: string;
  readonly templates: ReadonlyMap<string, TemplatePlan>;
}

/** @internal */
export function planOwner(scope: Owner['scope'], name: string, templates: readonly Template[]): Owner {
  const plans = new Map<string, TemplatePlan>();
  const owner: Owner = { scope, name, templates: plans };
  for (const template of templates) plans.set(template.name ?? '', planTemplate(template, owner));
  return owner;
}
