import type { Template } from '../../schemas/argo/types';

/** What a template does, in the order in which Argo looks. @internal */
export const templateKinds: readonly TemplateKind[] = [
  'container',
  'containerSet',
  'steps',
  'dag',
  'script',
  'resource',
  'data',
  'suspend',
  'http',
  'plugin',
];

/**
 * What a template does: the field that says so.
 *
 * @public
 */
export type TemplateKind =
  | 'container'
  | 'containerSet'
  | 'steps'
  | 'dag'
  | 'script'
  | 'resource'
  | 'data'
  | 'suspend'
  | 'http'
  | 'plugin';

/** Nothing for a template that says nothing of what it does. @internal */
export function kindOf(template: Template): TemplateKind | undefined {
  return templateKinds.find((kind) => template[kind] !== undefined && template[kind] !== null);
}

/** Tells what runs in a pod. @internal */
export function isPodKind(kind: TemplateKind): boolean {
  return ['container', 'containerSet', 'script', 'resource', 'data'].includes(kind);
}
