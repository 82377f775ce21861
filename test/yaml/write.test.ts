import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { writeYaml } from '../../src/yaml/write';
import { thrownBy } from './thrown-by';

describe('writeYaml', () => {
  it.each<[what: string, value: unknown, text: string]>([
    [
      'maps and lists the way kubectl prints them',
      { a: { b: 1 }, c: ['x', { d: 2, e: [] }] },
      'a:\n  b: 1\nc:\n- x\n- d: 2\n  e: []\n',
    ],
    ['lists in lists', { steps: [[{ name: 'a' }, { name: 'b' }], []] }, 'steps:\n- - name: a\n  - name: b\n- []\n'],
    ['empty maps and lists', { a: {}, b: [], c: [{}, []] }, 'a: {}\nb: []\nc:\n- {}\n- []\n'],
    ['an empty document', {}, '{}\n'],
    ['a list as the document', ['a', 1], '- a\n- 1\n'],
    ['a scalar as the document', ' a\nb', '" a\\nb"\n'],
    ['nothing for undefined in a map', { a: undefined, b: { c: undefined } }, 'b: {}\n'],
    ['null where a list has a gap', { a: [undefined, null] }, 'a:\n- null\n- null\n'],
    ['an object that occurs twice twice, without an anchor', twice(), 'a:\n  x: 1\nb:\n  x: 1\n'],
    [
      'numbers with the dot that YAML 1.1 asks for',
      { a: 1e21, b: 1.5e-7, c: -0, d: 10n },
      'a: 1.0e+21\nb: 1.5e-7\nc: 0\nd: 10\n',
    ],
    [
      'everyday texts without quotes',
      everyday(),
      everyday()
        .map((text) => `- ${text}\n`)
        .join(''),
    ],
    [
      'double quotes where a reader could be mistaken',
      ['on', '0 2 * * *', 'a: b'],
      '- "on"\n- "0 2 * * *"\n- "a: b"\n',
    ],
    ['single quotes where they spare escapes', ['{"a": 1}', '"it\'s"'], "- '{\"a\": 1}'\n- '\"it''s\"'\n"],
    [
      'an expression on one line',
      { when: `{{= ${'a == b && '.repeat(30)}c }}` },
      `when: "{{= ${'a == b && '.repeat(30)}c }}"\n`,
    ],
    ['what cannot be seen as escapes', ['a\u200bb', '\u202ex'], '- "a\\u200bb"\n- "\\u202ex"\n'],
    ['several lines as a block', { s: 'a\n\n  b\n' }, 's: |\n  a\n\n    b\n'],
    ['a block without a last line feed', { s: 'a\nb' }, 's: |-\n  a\n  b\n'],
    ['a block with more than one', { s: 'a\n\n', t: 1 }, 's: |+\n  a\n\nt: 1\n'],
    ['a block that starts with a space', { l: [{ s: ' a\nb' }] }, 'l:\n- s: |2-\n     a\n    b\n'],
    ['lines that cannot be a block in quotes', { s: 'a\r\nb' }, 's: "a\\r\\nb"\n'],
    ['a very long key in its explicit form', { ['k'.repeat(1200)]: [1] }, `? ${'k'.repeat(1200)}\n:\n- 1\n`],
  ])('writes %s', (_, value, text) => {
    expect(writeYaml(value)).toBe(text);
  });

  it('starts an object with apiVersion, kind, metadata and spec, and keeps the order of the rest', () => {
    const object = {
      data: {},
      spec: { z: 1, a: 2 },
      metadata: { labels: {}, namespace: 'ns', uid: 'u', name: 'x' },
      kind: 'K',
      apiVersion: 'v1',
    };
    expect(writeYaml(object)).toBe(
      'apiVersion: v1\nkind: K\nmetadata:\n  name: x\n  namespace: ns\n  labels: {}\n  uid: u\nspec:\n  z: 1\n  a: 2\ndata: {}\n',
    );
  });

  it('starts a list item with its name', () => {
    expect(writeYaml([{ template: 't', name: 'a' }, { value: 1 }])).toBe('- name: a\n  template: t\n- value: 1\n');
  });

  it('leaves a map that is no item of a list in its order', () => {
    expect(writeYaml({ a: { value: 1, name: 'x' } })).toBe('a:\n  value: 1\n  name: x\n');
  });

  it('takes a map without a prototype, and one of another realm', () => {
    expect(writeYaml({ a: Object.assign(Object.create(null), { b: 1 }) })).toBe('a:\n  b: 1\n');
    expect(writeYaml(runInNewContext('({ a: { b: [1] } })'))).toBe('a:\n  b:\n  - 1\n');
  });

  it.each<[what: string, value: unknown, place: string, complaint: string]>([
    ['NaN', { spec: { limit: Number.NaN } }, 'spec.limit', 'NaN is no number in JSON'],
    ['infinity', [{ a: [1, Number.POSITIVE_INFINITY] }], '[0].a[1]', 'Infinity is no number'],
    ['a function', { a: () => 1 }, 'a', 'a function is no plain data'],
    ['a symbol', { a: Symbol('x') }, 'a', 'a symbol is no plain data'],
    ['a date', { a: { b: new Date(0) } }, 'a.b', 'an instance of Date'],
    ['a Map', { a: new Map() }, 'a', 'an instance of Map'],
    ['half a surrogate pair', { a: ['x\ud800'] }, 'a[0]', 'half a surrogate pair'],
    ['half a surrogate pair in a text of several lines', { a: 'x\n\udc00' }, 'a', 'half a surrogate pair'],
    ['half a surrogate pair in a key', { a: { '\ud800': 1 } }, 'a', 'half a surrogate pair'],
    ['a structure that contains itself', circular(), 'self.self', 'contains itself'],
  ])('refuses %s and says where', (_, value, place, complaint) => {
    const error = thrownBy(() => writeYaml(value));
    expect(error).toMatchObject({ code: 'MLP4001' });
    expect(String(error)).toContain(`'${place}`);
    expect(String(error)).toContain(complaint);
  });

  it('writes on as before after it refused something', () => {
    thrownBy(() => writeYaml({ a: 1, b: Number.NaN }));
    expect(writeYaml({ a: 1 })).toBe('a: 1\n');
  });
});

function everyday(): string[] {
  return [
    '--epochs=10',
    '-c',
    './run',
    '500m',
    '2Gi',
    '30s',
    '1.2.3',
    'ghcr.io/a/b@sha256:00',
    'http://a:80/b',
    '$(params.x)',
    'a{{x}}',
    "a == 'b'",
  ];
}

function twice(): unknown {
  const shared = { x: 1 };
  return { a: shared, b: shared };
}

function circular(): unknown {
  const self: Record<string, unknown> = {};
  self.self = self;
  return self;
}
