import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyOf } from '../../../src/programs/train-http/body';
import type { BodyValue } from '../../../src/programs/train-http/plan';
import { placesIn, withValue } from '../odd-answers';
import { plan, train } from './trained';

const one = (kind: BodyValue['kind'], text: string | undefined): unknown =>
  bodyOf({ body: { a: null }, values: [{ at: ['a'], kind }] }, text === undefined ? {} : { BODY_0: text });

describe('the body that train-http sends', () => {
  it('is what it would be with the values in it, whatever they hold and wherever they stand', () => {
    const bodies = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 });
    fc.assert(
      fc.property(bodies, fc.infiniteStream(fc.boolean()), (given, taken) => {
        const whole = JSON.parse(JSON.stringify(given)) as unknown;
        const leaves = placesIn(whole).filter((at) => at.length > 0 && taken.next().value);
        const outer = leaves.filter(
          (at) => !leaves.some((of) => of.length < at.length && of.every((key, i) => at[i] === key)),
        );
        const values: BodyValue[] = [];
        const environment: Record<string, string> = {};
        let body = whole;
        for (const at of outer) {
          let found: unknown;
          body = withValue(body, at, (old) => {
            found = old;
            return null;
          });
          environment[`BODY_${values.length}`] = typeof found === 'string' ? found : JSON.stringify(found);
          values.push({ at: keysOf(whole, at), kind: typeof found === 'string' ? 'text' : 'json' });
        }
        expect(bodyOf({ body, values }, environment)).toEqual(whole);
      }),
    );
  });

  it.each<readonly [BodyValue['kind'], string, unknown]>([
    ['integer', '1000', 1000],
    ['integer', '-5', -5],
    ['number', '0.25', 0.25],
    ['number', '1e-3', 0.001],
    ['boolean', 'false', false],
    ['text', '1000', '1000'],
    ['text', '', ''],
    ['text', '", "x": {{workflow.name}} $(id)\u0000', '", "x": {{workflow.name}} $(id)\u0000'],
    ['json', '{"a": [1, "b"]}', { a: [1, 'b'] }],
  ])('has %s %j as %j', (kind, text, value) => {
    expect(one(kind, text)).toEqual({ a: value });
  });

  it.each<readonly [BodyValue['kind'], string | undefined, RegExp]>([
    ['integer', '1.5', /BODY_0, the value at a: expected an integer/],
    ['integer', '9007199254740993', /expected an integer/],
    ['integer', '1 2', /expected an integer/],
    ['number', 'NaN', /expected a number/],
    ['number', 'Infinity', /expected a number/],
    ['number', '1e999', /expected a number/],
    ['number', '0x10', /expected a number/],
    ['number', '', /expected a number/],
    ['boolean', 'True', /expected true or false/],
    ['json', '{"a":', /is not valid JSON/],
    ['text', undefined, /is not set/],
  ])('is not made with %s %j', (kind, text, message) => {
    expect(() => one(kind, text)).toThrow(message);
  });

  it('is not sent where a value does not fit, or the plan does not', async () => {
    const start = { ...plan.start, values: [{ at: ['models'], kind: 'integer' }] };
    const odd = await train({}, { start }, { BODY_0: '$(id)' });
    expect(odd).toMatchObject({ exit: 1, outputs: { outcome: 'error' }, started: 0 });
    expect(odd.outputs.reason).toBe('BODY_0, the value at models: expected an integer');
    const misspelt = await train({}, { star: plan.start, models: [], experiment: 5 });
    expect(misspelt).toMatchObject({ exit: 1, outputs: { outcome: 'error' }, started: 0 });
    expect(misspelt.outputs.reason).toBe(
      'TRAINING: star: is not known; experiment: expected the name of an experiment of MLflow; models: expected at least one',
    );
    expect(misspelt.server.requests).toEqual([]);
  });
});

/** Indices of lists as numbers. */
function keysOf(value: unknown, [key, ...rest]: readonly string[]): readonly (string | number)[] {
  if (key === undefined) return [];
  const inner = keysOf((value as Record<string, unknown>)[key], rest);
  return [Array.isArray(value) ? Number(key) : key, ...inner];
}
