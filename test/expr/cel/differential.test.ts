import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCel } from '../../../src/expr/cel/parse';
import { celProblem } from '../../../src/lint/cel';
import { askArgo } from '../argo/ask-argo';

/** Texts that Triggers and Tekton meet, and what stands at the edges of the grammar. */
const known: readonly string[] = [
  "body.ref == 'refs/heads/main'",
  "header.match('X-GitHub-Event', 'pull_request') && body.action in ['opened', 'synchronize']",
  "body.repository.full_name.split('/')[1]",
  "has(body.head) ? body.head.sha : 'none'",
  'body.commits.all(c, size(c.added) > 0 && !c.distinct)',
  'body.commits.filter(c, c.id != "").map(c, c.added.size() > 1, c.id)',
  'double(extensions.score) >= 0.95 || int("3") % 2 == 1u',
  'google.protobuf.Value{string_value: "a",}',
  '.body.a',
  'a.b{}',
  'a[0].b{}',
  '[,]',
  '[1,]',
  '[1,,]',
  '{,}',
  '{1: 2,}',
  'f(1,)',
  'f()',
  'a ? b : c ? d : e',
  'a ? b ? c : d : e',
  'a < b < c',
  'a == b != c in d',
  '- 1',
  '--x',
  '!!x',
  '!-1',
  '!-x',
  '-!x',
  '1 - -1',
  '1 - -x',
  '-1u',
  '1.',
  '.5',
  '1e5',
  '1e999',
  '0x',
  '0x1F',
  '0x1fu',
  '01',
  '1_000',
  '1abc',
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775808',
  '18446744073709551616u',
  "r'\\d'",
  "'\\d'",
  "'\\u12'",
  "'\\ud800'",
  "b'\\u0041'",
  "b'\\xff'",
  "br'\\x'",
  "rb'\\x'",
  "'\\777'",
  "'\\377'",
  "'''a\n'b'''",
  "'a\nb'",
  '"""a"b"""',
  "''",
  "''''''",
  '// all\n1',
  '1 // one',
  '',
  ' ',
  'a b',
  'a.in',
  'a.package',
  'package.a',
  'a.true',
  'in',
  'a.`b-c`',
  '`a`',
  'a?.b',
  'a[?0]',
  '[?a]',
  '{?a: b}',
  'has(a)',
  'has(a.b)',
  'has(a.b())',
  'has(a[0])',
  'has((a.b))',
  'has()',
  'has(a.b, c)',
  'x.has(a)',
  'a.all(b, c)',
  'a.all((b), c)',
  'a.all(b.c, d)',
  'a.all(b)',
  'a.all(1, c)',
  'a.exists_one(b, c)',
  'a.existsOne(1, c)',
  'a.map(1, c, d)',
  'a.filter(.b, c)',
  'all(1, c)',
  'a.b.c.d().e[f].g',
  'a..b',
  'ä',
  "'ä'",
  '$(params.a)',
  "'$(params.a)' == 'b'",
  'a = b',
  'a & b',
  'a # b',
  'true.a',
  'null{}',
  'a.b.c{d: e, f: g}.h',
  'A{`b-c`: 1}',
  'a{b: 1, b: 2}',
  '(a.b){}',
  '(1',
  '1)',
  'as',
  'let',
  'loop(1)',
  'a.while',
  'var{}',
];

const word = fc.constantFrom(
  ...['a', 'body', '.', '.', '(', ')', '[', ']', '{', '}', ',', ':', '?', '!', '-', '+', '*', '/', '%', '<', '>='],
  ...[
    '==',
    '!=',
    '&&',
    '||',
    'in',
    'has',
    'all',
    'map',
    'x',
    '1',
    '2.5',
    '3u',
    '-7',
    "'t'",
    '"u"',
    "r'\\'",
    'true',
    'null',
  ],
);
const shuffled = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));

const { expression } = fc.letrec<{ readonly expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', '1', "'t'", 'body.ref', '-2.5', 'true'),
    fc
      .tuple(tie('expression'), fc.constantFrom('+', '-', '&&', '||', '==', 'in', '<'), tie('expression'))
      .map((all) => all.join(' ')),
    fc.tuple(tie('expression'), tie('expression'), tie('expression')).map(([a, b, c]) => `(${a}) ? (${b}) : ${c}`),
    tie('expression').map((of) => `[${of}, (${of})].exists(x, ${of})`),
    tie('expression').map((of) => `!(${of})`),
    tie('expression').map((of) => `{'k': ${of}}['k'].f(${of})`),
    tie('expression').map((of) => `T{f: ${of}}.f`),
  ),
}));

/** One letter less, or two for one. */
const broken = fc
  .tuple(fc.oneof(expression, fc.constantFrom(...known.filter((text) => text !== ''))), fc.nat(), fc.boolean())
  .map(([text, place, twice]) => {
    const at = place % text.length;
    return `${text.slice(0, at)}${twice ? text.slice(at, at + 1).repeat(2) : ''}${text.slice(at + 1)}`;
  });

const isRead = (text: string): boolean => {
  try {
    parseCel(text);
    return true;
  } catch {
    return false;
  }
};

describe('what is an expression of CEL', () => {
  it('is what cel-go reads', () => {
    const generated = fc.sample(fc.oneof(shuffled, expression, broken), { numRuns: 3000, seed: 20260711 });
    const texts = [...new Set([...known, ...generated])];
    const answers = askArgo(texts.map((text) => ({ kind: 'cel', text, scope: {} })));
    if (answers === undefined) return;
    const differ = texts.filter((text, i) => isRead(text) !== (answers[i]?.error === undefined));
    expect(differ.map((text) => `${text}: ${answers[texts.indexOf(text)]?.error ?? 'cel-go reads it'}`)).toEqual([]);
    expect(texts.filter(isRead).length).toBeGreaterThan(500);
  });

  it('has problems as a condition of Tekton only where its webhook has some', () => {
    const texts = [
      ...new Set([...known, ...fc.sample(fc.oneof(expression, broken), { numRuns: 1000, seed: 20260711 })]),
    ];
    const found = texts.filter((text) => celProblem(text, []) !== undefined);
    const answers = askArgo(found.map((text) => ({ kind: 'cel-when', text, scope: {} })));
    if (answers === undefined) return;
    expect(found.filter((_, i) => answers[i]?.error === undefined)).toEqual([]);
    expect(found.length).toBeGreaterThan(100);
  });
});
