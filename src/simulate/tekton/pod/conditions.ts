import { evaluateCondition } from '../../../expr/argo/expression';
import { createScope } from '../../../expr/argo/scope';
import type { WhenExpression } from '../../../schemas/tekton/types';
import { asValue, valueText } from '../plan/value';

/** Tells whether all conditions hold; of a CEL expression that is more than simple, `undecided` is told. @internal */
export function allHold(when: readonly WhenExpression[] | undefined, undecided: (what: string) => void): boolean {
  return (when ?? []).every(({ cel, input, operator, values = [] }) => {
    if (cel !== undefined && cel !== '') return celHolds(cel, undecided);
    const text = valueText(asValue(input));
    return values.map((each) => valueText(asValue(each))).includes(text) === (operator !== 'notin');
  });
}

/** Comparisons of texts are the same in CEL and in the language that Argo has. */
function celHolds(cel: string, undecided: (what: string) => void): boolean {
  // Literals, comparisons, and what joins them: no names, and so no functions.
  const words = cel.replaceAll(/'[^'\\]*'|"[^"\\]*"/g, '""');
  const simple = /^(?:[\s"()!=&|[\],<>\d.]|\b(?:in|true|false)\b)*$/.test(words);
  const holds = simple ? evaluateCondition(cel, createScope()) : undefined;
  if (holds?.ok === true) return holds.value;
  undecided(`the condition '${cel}', which is CEL`);
  return true;
}
