import type { Template } from '../../schemas/argo/types';

/** What a template can do: the fields that say so, in the order in which Argo looks. @internal */
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

/** All that a template says it does: one thing, if it is right. @internal */
export function kindsOf(template: Template): readonly TemplateKind[] {
  return templateKinds.filter((kind) => template[kind] !== undefined);
}

/** Tells what Argo calls a leaf: neither steps, nor a DAG, nor a pause. @internal */
export function isLeaf(template: Template): boolean {
  const [kind] = kindsOf(template);
  return kind !== undefined && kind !== 'steps' && kind !== 'dag' && kind !== 'suspend';
}
