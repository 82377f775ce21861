import { type Definition, referred, templateIn } from './definitions';
import { type Fields, mapAt, textAt } from './field';
import type { Call } from './template-form';

/** The template that a call means, and who has it. @internal */
export interface Callee {
  readonly template: Fields;
  readonly definition: Definition;
}

/** `undefined` where it is not among the documents. @internal */
export function calleeOf(call: Call, definition: Definition, all: readonly Definition[]): Callee | undefined {
  if ('inline' in call) return { template: mapAt(call, 'inline'), definition };
  const ref = mapAt(call, 'templateRef');
  const owner = 'templateRef' in call ? referred(ref, definition, all) : definition;
  const template = owner && templateIn(owner, textAt(call, 'template') || textAt(ref, 'template'));
  return owner && template && { template, definition: owner };
}
