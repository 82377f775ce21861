import { expectTypeOf, test } from 'vitest';
import type { Expectation, Fields, Shape } from '../../../src/programs/check-http/expectation';

test('an expectation takes a map of fields or a shape', () => {
  expectTypeOf<{ prediction: { type: 'string'; oneOf: ['a'] } }>().toExtend<Fields>();
  const fields: Expectation = { status: 200, json: { p: { type: 'number', min: 0, optional: true } } };
  const list: Expectation = { status: [200], json: { type: 'array', items: { type: 'integer' }, length: { min: 1 } } };
  expectTypeOf([fields, list]).toEqualTypeOf<Expectation[]>();
});

test('the types catch the mistakes that the program would refuse', () => {
  // @ts-expect-error a status is needed
  const none: Expectation = {};
  // @ts-expect-error a misspelled type
  const type: Shape = { type: 'text' };
  // @ts-expect-error a bound of another type's shape
  const bound: Shape = { type: 'string', min: 0 };
  // @ts-expect-error a value of another type
  const equals: Shape = { type: 'number', equals: '1' };
  // @ts-expect-error only a field can be optional
  const items: Shape = { type: 'array', items: { type: 'any', optional: true } };
  expectTypeOf([none, type, bound, equals, items]).toBeArray();
});
