import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  configurationOf,
  hashOf,
  type IdentifyingInput,
  identityOf,
  variableOf,
} from '../../../src/programs/find-trained/configuration';
import { InputError } from '../../../src/programs/input-error';

const definition = `sha256:${'a'.repeat(64)}`;
const inputs: readonly IdentifyingInput[] = [
  { name: 'epochs', kind: 'integer' },
  { name: 'rate', kind: 'number' },
  { name: 'scaled', kind: 'boolean' },
  { name: 'data', kind: 'text' },
  { name: 'layers', kind: 'json' },
];
interface Values {
  readonly epochs: string;
  readonly rate: string;
  readonly scaled: string;
  readonly data: string;
  readonly layers: string;
}
const values: Values = { epochs: '5', rate: '0.1', scaled: 'true', data: 'd1', layers: '{"a":[1,2],"b":0.5}' };
const hash = (more: Partial<Values> = {}, { model = 'forecast', code = definition, order = inputs } = {}) => {
  const given = { ...values, ...more };
  const environment = Object.fromEntries(order.map(({ name }, i) => [variableOf(i), given[name as keyof Values]]));
  return hashOf(configurationOf(model, { definition: code, inputs: order }, environment));
};

describe('the hash of a configuration', () => {
  it('stays what it is, the SHA-256 of JSON that others write too: older runs are found by it', () => {
    expect(hash()).toBe('4ffa95ae97bfb17a4879e215d380341c1bebf8250a0659324efdfaa6572b4f10');
  });

  it.each<readonly [string, Partial<Values>]>([
    ['a number written in another way', { rate: '1e-1' }],
    ['a number with zeros', { rate: '0.100' }],
    ['a whole number with a plus', { epochs: '+5' }],
    ['members in another order', { layers: '{ "b": 0.50, "a": [1, 2] }' }],
  ])('is the same for %s', (_, more) => expect(hash(more)).toBe(hash()));

  it('is the same for inputs that are declared in another order', () => {
    expect(hash({}, { order: inputs.toReversed() })).toBe(hash());
  });

  it('is another for any other value, model, or definition', () => {
    const others = [
      hash(),
      hash({ epochs: '6' }),
      hash({ rate: '0.10000000000000002' }),
      hash({ scaled: 'false' }),
      hash({ data: 'd2' }),
      hash({ data: '' }),
      hash({ data: 'd1 ' }),
      hash({ layers: '{"a":[2,1],"b":0.5}' }),
      hash({}, { model: 'other' }),
      hash({}, { code: `sha256:${'b'.repeat(64)}` }),
    ];
    expect(new Set(others).size).toBe(others.length);
  });

  it('is the same exactly where the values are', () => {
    const given = fc.record({
      epochs: fc.integer({ min: -3, max: 3 }).map(String),
      rate: fc.constantFrom('0', '-0', '0.0', '1', '1.5', '15e-1'),
      scaled: fc.boolean().map(String),
      data: fc.string({ maxLength: 2, unit: fc.constantFrom('a', ':', ',', '"', '}') }),
      layers: fc.constantFrom('[]', '[1]', '[1.0]', '{}', '"1"', '1'),
    });
    const read = ({ epochs, rate, scaled, data, layers }: Values) =>
      JSON.stringify([Number(epochs), Number(rate) + 0, scaled, data, JSON.parse(layers)]);
    fc.assert(
      fc.property(given, given, (a, b) => {
        expect(hash(a) === hash(b)).toBe(read(a) === read(b));
      }),
      {
        numRuns: 500,
      },
    );
  });

  it.each<readonly [string, Partial<Values>, RegExp]>([
    ['an integer beyond what is exact', { epochs: '9007199254740993' }, /INPUT_0 \(epochs\): expected a whole number/],
    ['an integer with a fraction', { epochs: '5.5' }, /INPUT_0/],
    ['NaN', { rate: 'NaN' }, /INPUT_1 \(rate\): expected a number, found "NaN"/],
    ['an infinite number', { rate: '1e999' }, /INPUT_1/],
    ['a word for a boolean', { scaled: 'yes' }, /INPUT_2 \(scaled\): expected true or false/],
    ['a list that is none', { layers: '[1' }, /INPUT_4 \(layers\): is not valid JSON/],
  ])('is not made of %s', (_, more, problem) => {
    expect(() => hash(more)).toThrow(InputError);
    expect(() => hash(more)).toThrow(problem);
  });

  it('is not made of inputs that are not there, and names all of them', () => {
    expect(() => configurationOf('m', { definition, inputs }, {})).toThrow(/INPUT_0 \(epochs\): is not set.*INPUT_4/);
  });

  it.each(['{}', '[]', 'null', `{"definition":"${definition}","inputs":[{"name":"a","kind":"blob"}]}`, '{'])(
    'has no identity in %s',
    (text) => expect(() => identityOf(text)).toThrow(InputError),
  );
});
