import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument, stringify } from 'yaml';
import type { Node } from '../../../src/programs/environment-file/strict-yaml/node';
import { nodeAt, readStrictYaml } from '../../../src/programs/environment-file/strict-yaml/read';
import { Trouble } from '../../../src/programs/trouble';

/** What was read, as `yaml` would say it if every scalar were text. */
function plain(node: Node | undefined): unknown {
  if (node === undefined) return null;
  if (node.kind === 'scalar') return node.text;
  if (node.kind === 'sequence') return node.items.map(plain);
  if (node.kind === 'opaque') return opaque;
  return Object.fromEntries([...node.entries].map(([key, value]) => [key, plain(value)]));
}

const opaque = '(opaque)';

/** What `yaml` reads, with everything that ours passes over made alike. */
function reference(text: string, like: unknown): unknown {
  const document = parseDocument(text, { schema: 'failsafe', strict: true, uniqueKeys: true });
  if (document.errors.length > 0) throw new Error(document.errors[0]?.message);
  const blend = (value: unknown, ours: unknown): unknown => {
    if (ours === opaque) return opaque;
    if (Array.isArray(value) && Array.isArray(ours)) return value.map((item, index) => blend(item, ours[index]));
    if (typeof value !== 'object' || value === null || typeof ours !== 'object' || ours === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, blend(item, (ours as Record<string, unknown>)[key])]),
    );
  };
  return blend(document.toJS(), like);
}

function ours(text: string): { readonly value: unknown } | { readonly refused: string } {
  try {
    return { value: plain(readStrictYaml(text)) };
  } catch (problem) {
    if (!(problem instanceof Trouble)) throw problem;
    return { refused: problem.message };
  }
}

/** Accepted by ours only if `yaml` reads the same. */
function agrees(text: string): boolean {
  const read = ours(text);
  if ('refused' in read) return false;
  expect(read.value, JSON.stringify(text)).toEqual(reference(text, read.value));
  return true;
}

describe('the YAML that can be edited', () => {
  it.each([
    ['nothing', '', null],
    ['comments only', '# a\n\n  # b\n', null],
    ['a mapping', 'a: 1\nb: two words\n', { a: '1', b: 'two words' }],
    ['nested mappings', 'a:\n  b:\n      c: d\n  e: f\n', { a: { b: { c: 'd' }, e: 'f' } }],
    ['a sequence below its key', 'a:\n- b\n- c: d\n  e: f\ng: h', { a: ['b', { c: 'd', e: 'f' }], g: 'h' }],
    [
      'a sequence of nested blocks',
      'a:\n  -\n    b: c\n  -   d: e\n      f: g\n',
      { a: [{ b: 'c' }, { d: 'e', f: 'g' }] },
    ],
    ['quoted keys and values', "\"a b\": \"c \\\" \\n d\"\n'e': 'it''s'\n", { 'a b': 'c " \n d', e: "it's" }],
    ['comments everywhere', '# a\na: # b\n  # c\n  b: c # d\n# e\n  d: "#" # e\n', { a: { b: 'c', d: '#' } }],
    ['a document mark', '# a\n--- # b\na: b\n', { a: 'b' }],
    ['blocks of text', 'a: |\n\n  # no comment\n    b: c\n\nd: >-\n  e\n#\nf: g\n', { a: opaque, d: opaque, f: 'g' }],
    [
      'collections on one line',
      'a: []\nb: {} # c\nc: [a, "b, c", 1.5]\nd: { e: f, g: "h" }\n',
      { a: opaque, b: opaque, c: opaque, d: opaque },
    ],
    ['keys without a value', 'a:\nb: # c\nd:\n  e:\n', { a: '', b: '', d: { e: '' } }],
    ['CRLF', 'a: b\r\nc:\r\n  d: e # f\r\n', { a: 'b', c: { d: 'e' } }],
    ['trailing spaces', 'a: b  \nc:  \n  d: "e"   \n', { a: 'b', c: { d: 'e' } }],
    [
      'addresses',
      'a: s3://models/fraud/1?x=[1]#y\nb: ghcr.io/a@sha256:0\n',
      { a: 's3://models/fraud/1?x=[1]#y', b: 'ghcr.io/a@sha256:0' },
    ],
  ])('contains %s', (_, text, expected) => {
    expect(ours(text)).toEqual({ value: expected });
    agrees(text);
  });

  it.each([
    ['an anchor', 'a: &b c\n', 1],
    ['an alias', 'b: 1\na: *b\n', 2],
    ['a tag', 'a: !!str 1\n', 1],
    ['a merge key', 'a:\n  <<: b\n', 2],
    ['two documents', 'a: b\n---\nc: d\n', 2],
    ['an end of document', 'a: b\n...\n', 2],
    ['a directive', '%YAML 1.2\n---\na: b\n', 2],
    ['a tab for indentation', 'a:\n\tb: c\n', 2],
    ['a tab before a comment', 'a: b\t# c\n', 1],
    ['a key twice', 'a: b\nc: d\na: e\n', 3],
    ['a key twice, quoted', 'a: b\n"a": e\n', 2],
    ['a value on two lines', 'a: b\n  c\n', 2],
    ['a quoted value on two lines', 'a: "b\n  c"\n', 1],
    ['a collection on two lines', 'a: [b,\n  c]\n', 1],
    ['a nested collection', 'a: [[b]]\n', 1],
    ['an unusual escape', 'a: "\\x41"\n', 1],
    ['a value with a colon', 'a: b: c\n', 1],
    ['a complex key', '? a\n: b\n', 1],
    ['a key that is no text', '[a]: b\n', 1],
    ['a sequence in a sequence', 'a:\n  - - b\n', 2],
    ['indentation that fits nothing', 'a:\n    b: c\n  d: e\n', 3],
    ['an indented start', '  a: b\n', 1],
    ['a mapping below a value', 'a: b\n  c: d\n', 2],
    ['a block with its indentation given', 'a: |2\n  b\n', 1],
    ['a block whose indentation falls', 'a: |\n    b\n  c\n', 3],
    ['only text', 'just words\n', 1],
    ['a lone carriage return', 'a: b\rc: d\n', 1],
    ['a NEL', 'a: b\u0085c: d\n', 1],
    ['a line separator', 'a: b\u2028c: d\n', 1],
    ['a NUL', 'a: b\0\n', 1],
    ['a second byte order mark', '\ufeffa: b\n', 1],
  ])('does not contain %s', (_, text, line) => {
    expect(ours(text)).toEqual({ refused: expect.stringContaining(`line ${line} can't be edited safely: `) });
  });

  const word = fc.constantFrom(
    'a',
    'b',
    'c-d',
    'on',
    '1',
    '1.0',
    '~',
    'e f',
    'x:y',
    's3://a/b',
    '- c',
    'a #b',
    "it's",
    '',
    'ä',
    '\t',
    '0x1',
    '`',
    '|',
    '"',
  );
  const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      word,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(word, tie('value'), { maxKeys: 4 }),
    ),
  })).value;

  it('is read as `yaml` reads it, whatever was written', () => {
    let accepted = 0;
    fc.assert(
      fc.property(
        fc.dictionary(word, value, { minKeys: 1, maxKeys: 4 }),
        fc.constantFrom(1, 2, 4),
        fc.boolean(),
        (document, indent, indentSeq) => {
          if (agrees(stringify(document, { indent, indentSeq, lineWidth: 0 }))) accepted += 1;
        },
      ),
      { numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(200);
  });

  it('is read as `yaml` reads it, however it was damaged', () => {
    let accepted = 0;
    const start =
      'a: b # c\nd:\n  - e: "f"\n    g: |\n      h\n       i\n\n  - j\nk:\n- [l, m]\n# n\n"o": {p: q}\nr:\n    s: t\n';
    const piece = fc.constantFrom(
      ' ',
      '  ',
      '\n',
      '\r\n',
      '#',
      ' #',
      ':',
      ': ',
      '- ',
      '-',
      '"',
      "'",
      '|',
      '>',
      '[',
      ']',
      '{',
      '}',
      ',',
      '&',
      '*',
      '!',
      '?',
      '%',
      '---',
      '\t',
      '\\',
      'a: ',
      '~',
    );
    const damage = fc.tuple(fc.nat(start.length), fc.integer({ min: 0, max: 3 }), piece);
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 5 }), (damages) => {
        const text = damages.reduce((now, [at, length, by]) => now.slice(0, at) + by + now.slice(at + length), start);
        if (agrees(text)) accepted += 1;
      }),
      { numRuns: 20_000 },
    );
    // Otherwise nothing was compared.
    expect(accepted).toBeGreaterThan(1000);
  });
});

it('finds what lies at a path', () => {
  const file = readStrictYaml('a:\n  b: c\n');
  expect(nodeAt(file, 'a', 'b')).toEqual({ kind: 'scalar', text: 'c', line: 1, start: 5, end: 6 });
  expect(nodeAt(file, 'a', 'b', 'c')).toBeUndefined();
  expect(nodeAt(file, 'toString')).toBeUndefined();
});
