import { InputError } from '../input-error';
import { isRecord } from '../json-value';
import type { Expression, Guard, Test, Typed } from './expression';
import { gathered } from './gathered';
import type { Given } from './given';
import { asJson, asText, parsedList } from './json-text';

/**
 * Works out the text of a value. Only what is needed is looked at: the arms of a branch that was not taken have no values.
 *
 * @throws InputError for a value that is not what its type says
 * @internal
 */
export function evaluate(expression: Expression, given: Given): string {
  switch (expression.kind) {
    case 'text':
      return expression.text;
    case 'given': {
      const text = given.texts.get(expression.name);
      if (text === undefined) throw new InputError(`the value ${expression.name} is not given`);
      return text;
    }
    case 'join':
      return expression.parts.map((part) => evaluate(part, given)).join('');
    case 'list':
      return JSON.stringify(expression.items.map((item) => json(item, given)));
    case 'record':
      return JSON.stringify(
        Object.fromEntries(Object.entries(expression.fields).map(([name, field]) => [name, json(field, given)])),
      );
    case 'field': {
      const record = asJson(evaluate(expression.of, given), { kind: 'record', fields: {} });
      if (!isRecord(record) || !Object.hasOwn(record, expression.name))
        throw new InputError(`there is no field '${expression.name}'`);
      return asText(record[expression.name], expression.type);
    }
    case 'choose': {
      const arm = expression.arms.find(({ when }) => when.every((guard) => holds(guard, given)));
      return evaluate(arm?.value ?? expression.otherwise, given);
    }
    case 'test':
      return String(isTrue(expression.test, given));
    case 'gathered':
      return gathered(expression, evaluate(expression.items, given), given.lists.get(expression.members) ?? []);
    case 'items': {
      const items = parsedList(evaluate(expression.of, given));
      const { key, itemType } = expression;
      const keys = items.map((item) => (key === undefined ? item : isRecord(item) ? item[key] : undefined));
      if (new Set(keys).size < keys.length) throw new InputError('two items have one name');
      const texts = items.map((item) => asText(item, itemType));
      return JSON.stringify(texts.length === 0 ? [''] : texts);
    }
    case 'some':
      return String(parsedList(evaluate(expression.of, given)).length > 0);
  }
}

/** @internal */
export function holds({ of, operator, values }: Guard, given: Given): boolean {
  return values.includes(evaluate(of, given)) === (operator === 'in');
}

function isTrue(test: Test, given: Given): boolean {
  switch (test.kind) {
    case 'in': {
      const value = JSON.stringify(json(test.of, given));
      return test.values.some((other) => JSON.stringify(json({ value: other, type: test.of.type }, given)) === value);
    }
    case 'compare': {
      const [left, right] = [test.left, test.right].map((side) =>
        json({ value: side, type: { kind: 'number' } }, given),
      );
      return compared(left as number, test.operator, right as number);
    }
    case 'and':
      return test.of.every((part) => isTrue(part, given));
    case 'or':
      return test.of.some((part) => isTrue(part, given));
    case 'not':
      return !isTrue(test.of, given);
  }
}

function compared(left: number, operator: '>=' | '>' | '<=' | '<', right: number): boolean {
  if (operator === '>=') return left >= right;
  if (operator === '>') return left > right;
  return operator === '<=' ? left <= right : left < right;
}

function json({ value, type }: Typed, given: Given): unknown {
  return asJson(evaluate(value, given), type);
}
