import type { Parameter } from '../../schemas/argo/types';
import { anyString } from '../plan/any-string';
import type { TemplatePlan } from '../plan/template-plan';
import type { Node } from '../run/node';
import { sampleFor } from './sample-hints';

/**
 * What a step that ends well leaves: the first of the words it may write, else what its readers compare it with, else its
 * default, else a plain word.
 *
 * @internal
 */
export function sampleOutput({ owner }: TemplatePlan, { name, enum: words, valueFrom }: Parameter): string {
  return words?.[0] ?? sampleFor(owner, name) ?? anyString(valueFrom?.default) ?? name;
}

/** What a step prints: a list where somebody loops over it. @internal */
export function sampleResult({ boundary, displayName }: Node): string {
  const text = boundary?.processed?.template.text ?? '';
  const step = displayName.replace(/\(.*$/, '');
  const loops = new RegExp(`"withParam":"[^"]*\\b${step.replaceAll(/[^\w-]/g, '.')}\\b[^"]*result`).test(text);
  return loops ? '["sample"]' : '"sample"'.slice(1, -1);
}
