import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/programs/input-error';
import { evaluate } from '../../../src/programs/values/evaluate';
import type { Expression, Gathered } from '../../../src/programs/values/expression';
import { readGiven } from '../../../src/programs/values/given';

const given = (name: string): Expression => ({ kind: 'given', name });
const text = (value: string): Expression => ({ kind: 'text', text: value });
const number = { kind: 'number' } as const;
const args = ['a=1', 'b=x=y', 'list=[{"name":"m","on":true},{"name":"n","on":false}]', 'words=["u","v"]', 'none=[]'];
const item = { kind: 'record', fields: { name: { kind: 'text' }, on: { kind: 'boolean' } } } as const;
const gathered: Gathered = {
  kind: 'gathered',
  members: 'members',
  items: given('list'),
  itemType: item,
  key: 'name',
  output: undefined,
  outputs: { score: number },
};
const members = ['members[]', '{"key":"n","value":{"score":"2"}}', '', '{"key":"m","value":{"score":"1"}}'];

const rows: readonly [what: string, expression: Expression, value: string][] = [
  ['a text', text('x'), 'x'],
  ['a value with a sign of equality', given('b'), 'x=y'],
  ['texts behind each other', { kind: 'join', parts: [text('<'), given('a'), text('>')] }, '<1>'],
  [
    'a list',
    {
      kind: 'list',
      items: [
        { value: given('a'), type: number },
        { value: text('t'), type: { kind: 'text' } },
      ],
    },
    '[1,"t"]',
  ],
  ['a record', { kind: 'record', fields: { f: { value: given('b'), type: { kind: 'text' } } } }, '{"f":"x=y"}'],
  ['a field', { kind: 'field', of: text('{"a":{"b":2}}'), name: 'a', type: item }, '{"b":2}'],
  [
    'the arm that holds, and no other',
    {
      kind: 'choose',
      arms: [
        { when: [{ of: given('a'), operator: 'notin', values: ['1'] }], value: given('missing') },
        { when: [{ of: given('a'), operator: 'in', values: ['0', '1'] }], value: text('second') },
      ],
      otherwise: text('none'),
    },
    'second',
  ],
  [
    'numbers compared as numbers',
    { kind: 'test', test: { kind: 'in', of: { value: given('a'), type: number }, values: [text('1.0')] } },
    'true',
  ],
  [
    'a comparison',
    { kind: 'test', test: { kind: 'compare', left: given('a'), operator: '<', right: text('1e0') } },
    'false',
  ],
  [
    'what is joined and negated',
    {
      kind: 'test',
      test: {
        kind: 'or',
        of: [
          { kind: 'not', of: { kind: 'compare', left: given('a'), operator: '>=', right: text('1') } },
          { kind: 'and', of: [{ kind: 'compare', left: given('a'), operator: '<=', right: text('1') }] },
        ],
      },
    },
    'true',
  ],
  ['items', { kind: 'items', of: given('words'), itemType: { kind: 'text' }, key: undefined }, '["u","v"]'],
  [
    'records as items',
    { kind: 'items', of: given('list'), itemType: item, key: 'name' },
    JSON.stringify(['{"name":"m","on":true}', '{"name":"n","on":false}']),
  ],
  ['no items', { kind: 'items', of: given('none'), itemType: { kind: 'text' }, key: undefined }, '[""]'],
  ['whether there are any', { kind: 'some', of: given('none') }, 'false'],
  ['members in the order of the items', gathered, '[{"key":"m","score":1},{"key":"n","score":2}]'],
  ['one output of the members', { ...gathered, output: 'score' }, '[1,2]'],
];

const refused: readonly [what: string, expression: Expression][] = [
  ['a value that is not given', given('missing')],
  ['a field that is not there', { kind: 'field', of: text('{}'), name: 'toString', type: number }],
  [
    'a comparison with no number',
    { kind: 'test', test: { kind: 'compare', left: given('b'), operator: '<', right: text('1') } },
  ],
  [
    'an empty text as a number',
    { kind: 'test', test: { kind: 'compare', left: text(''), operator: '<', right: text('1') } },
  ],
  ['two items of one name', { kind: 'items', of: text('["a","a"]'), itemType: { kind: 'text' }, key: undefined }],
  ['an item that handed nothing on', { ...gathered, items: text('[{"name":"z","on":true}]') }],
];

describe('a value is worked out:', () => {
  it.each(rows)('%s', (_, expression, value) => {
    expect(evaluate(expression, readGiven([...args, ...members]))).toBe(value);
  });

  it.each(refused)('never from %s', (_, expression) => {
    expect(() => evaluate(expression, readGiven([...args, ...members]))).toThrow(InputError);
  });

  it.each([['no sign'], ['Name=x'], ['{"key":"a"}']])('from no argument like %s', (argument) => {
    expect(() => readGiven([argument])).toThrow(InputError);
  });
});
