import { describe, expect, it } from 'vitest';
import { expectationProblems } from '../../../src/programs/check-http/expectation';

const good: readonly unknown[] = [
  { status: 200 },
  { status: [200, 201], contentType: 'application/json', maxLatencyMs: 0.5, json: undefined },
  { status: 302 },
  { status: 200, json: { type: { type: 'string' }, equals: { type: 'any', optional: true } } },
  {
    status: 200,
    json: { type: 'array', items: { type: 'object', fields: { a: { type: 'null' } } }, length: { min: 1, max: 3 } },
  },
  { status: 200, json: { a: { type: 'string', oneOf: ['x'], length: 1 }, b: { type: 'integer', min: 3, max: 3 } } },
  {
    status: 200,
    json: {
      a: { type: 'array', equals: [] },
      b: { type: 'object', equals: {} },
      c: { type: 'boolean', equals: false },
    },
  },
];

const bad: readonly [expectation: unknown, problem: RegExp][] = [
  [undefined, /expected an object with a status/],
  [[], /expected an object with a status/],
  [{}, /^status: expected an HTTP status/],
  [{ status: [] }, /^status/],
  [{ status: 99 }, /^status/],
  [{ status: 200.5 }, /^status/],
  [{ status: 200, body: 'x' }, /^body: unknown/],
  [{ status: 200, contentType: 'json' }, /^contentType/],
  [{ status: 200, contentType: 'application/json; charset=utf-8' }, /^contentType/],
  [{ status: 200, maxLatencyMs: 0 }, /^maxLatencyMs/],
  [{ status: 200, maxLatencyMs: Number.NaN }, /^maxLatencyMs/],
  [{ status: 200, maxLatencyMs: '5' }, /^maxLatencyMs/],
  [{ status: 200, json: null }, /^json: expected shapes by field name/],
  [{ status: 200, json: {} }, /^json: names no field/],
  [{ status: 200, json: { a: 'string' } }, /^json\.a: expected a shape/],
  [{ status: 200, json: { a: { type: 'text' } } }, /^json\.a\.type: expected string, number/],
  [{ status: 200, json: { type: 'text' } }, /^json\.type: expected string, number/],
  [{ status: 200, json: { type: 'toString' } }, /^json\.type/],
  [
    { status: 200, json: { a: { type: 'number', minimum: 0 } } },
    /^json\.a\.minimum: a shape of type 'number' knows only type, equals, oneOf, min, max, optional/,
  ],
  [{ status: 200, json: { a: { type: 'string', min: 0 } } }, /^json\.a\.min: a shape of type 'string' knows only/],
  [{ status: 200, json: { a: { type: 'number', min: '0' } } }, /^json\.a\.min: expected a number/],
  [{ status: 200, json: { a: { type: 'number', min: 2, max: 1 } } }, /^json\.a\.max: expected a number, not below min/],
  [
    { status: 200, json: { a: { type: 'number', equals: 'x' } } },
    /^json\.a\.equals: expected a value of type 'number'/,
  ],
  [{ status: 200, json: { a: { type: 'number', equals: Infinity } } }, /^json\.a\.equals/],
  [{ status: 200, json: { a: { type: 'string', oneOf: [] } } }, /^json\.a\.oneOf: expected at least one value/],
  [{ status: 200, json: { a: { type: 'string', oneOf: ['x', 1] } } }, /^json\.a\.oneOf/],
  [{ status: 200, json: { a: { type: 'array', length: -1 } } }, /^json\.a\.length: expected a count/],
  [{ status: 200, json: { a: { type: 'array', length: {} } } }, /^json\.a\.length/],
  [{ status: 200, json: { a: { type: 'array', length: { min: 2, max: 1 } } } }, /^json\.a\.length/],
  [{ status: 200, json: { a: { type: 'array', length: { least: 2 } } } }, /^json\.a\.length/],
  [{ status: 200, json: { a: { type: 'array', items: [] } } }, /^json\.a\.items: expected a shape/],
  [
    { status: 200, json: { a: { type: 'array', items: { type: 'any', optional: true } } } },
    /^json\.a\.items\.optional/,
  ],
  [{ status: 200, json: { type: 'any', optional: true } }, /^json\.optional/],
  [{ status: 200, json: { a: { type: 'any', optional: 'yes' } } }, /^json\.a\.optional: expected true or false/],
  [{ status: 200, json: { a: { type: 'object', fields: {} } } }, /^json\.a\.fields: names no field/],
  [{ status: 200, json: { a: { type: 'object', fields: { b: { type: 'x' } } } } }, /^json\.a\.fields\.b\.type/],
];

describe('an expectation', () => {
  it.each(good)('%j is one', (expectation) => {
    expect(expectationProblems(expectation)).toEqual([]);
  });

  it.each(bad)('%j is none', (expectation, problem) => {
    expect(expectationProblems(expectation)).toEqual([expect.stringMatching(problem)]);
  });

  it('is told all that is wrong with it', () => {
    const wrong = { status: 'ok', json: { a: { type: 'number', min: 'x', least: 1 }, b: 1 } };
    expect(expectationProblems(wrong).map((problem) => problem.replace(/:.*/, ''))).toEqual([
      'status',
      'json.a.min',
      'json.a.least',
      'json.b',
    ]);
  });
});
