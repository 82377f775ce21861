import type { Operator, Test } from '../../../core/condition';
import type { ValueType } from '../../../core/value-type';
import type { Place } from './place';
import { typed } from './rendered';

/** A condition as an expression. Values are compared inside it, so no text of a pod is ever read as syntax. @internal */
export function conditionText(test: Test, place: Place): string {
  switch (test.kind) {
    case 'in': {
      const left = compared(test.ref, test.ref.type, place);
      const right = test.values.map((value) => compared(value, test.ref.type, place));
      return right.length === 1 ? `${left} == ${right[0] ?? ''}` : `${left} in [${right.join(', ')}]`;
    }
    case 'compare':
      return `${compared(test.ref, test.ref.type, place)} ${operators[test.operator]} ${compared(test.value, { kind: 'number' }, place)}`;
    case 'not':
      return `not (${conditionText(test.of, place)})`;
    default:
      return test.of.map((part) => `(${conditionText(part, place)})`).join(test.kind === 'and' ? ' && ' : ' || ');
  }
}

const operators: { readonly [operator in Operator]: string } = { '>=': '>=', '>': '>', '<=': '<=', '<': '<' };

function compared(value: unknown, type: ValueType, place: Place): string {
  // A comparison puts nothing into text, so what a pod wrote needs no check first.
  return typed(value, type, place);
}
