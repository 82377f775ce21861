import type { Template } from '../../schemas/argo/types';

/** What a template does, in the order in which Argo looks. @internal */
export const templateKinds = [
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
] as const;

/** @internal */
export type TemplateKind = (typeof templateKinds)[number];

/** Nothing for a template that says nothing of what it does. @internal */
export function kindOf(template: Template): TemplateKind | undefined {
  return templateKinds.find((kind) => template[kind] !== undefined && template[kind] !== null);
}

/** Tells what runs in a pod. @internal */
export function isPodKind(kind: TemplateKind): boolean {
  return ['container', 'containerSet', 'script', 'resource', 'data'].includes(kind);
}
