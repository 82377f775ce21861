import { listAt, textAt } from './field';
import type { Facts } from './flow';
import { type Naming, passedThrough } from './subject';
import type { Call } from './template-form';
import { wordsText } from './words';

/** The outcome that a call gives what ends red, if it stands there. @internal */
export function literalOutcome(call: Call): string {
  const value = outcomeOf(call);
  return value.includes('{{') ? '' : value;
}

/** What a node that ends red says. @internal */
export function redLines(name: string, call: Call, naming: Naming, facts: Facts): readonly string[] {
  const outcome = outcomeOf(call);
  if (outcome === '') return [name, 'ends red'];
  if (!outcome.includes('{{')) return [outcome, 'ends red'];
  const words = facts.get(passedThrough(outcome, naming)?.key ?? '');
  return words === undefined || words.except || words.words.length > 1 ? ['ends red'] : [wordsText(words), 'ends red'];
}

function outcomeOf(call: Call): string {
  const found = listAt(call, 'arguments', 'parameters').find((parameter) => textAt(parameter, 'name') === 'outcome');
  return textAt(found, 'value');
}
