import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fmt, PipelineError, type Ref, text } from '../../src/core/index';
import { RefNode } from '../../src/core/ref';
import { isPlainType } from '../../src/engines/argo/value/plain-type';
import { unexpanded } from '../../src/engines/argo/value/unexpanded';
import { hostileText, longText } from './hostile';
import { expanded } from './kubelet';
import { argoEvaluation, canAsk } from './oracle';
import { place, refs, refsOf, scopeOf } from './refs';

const ask = argoEvaluation();

const environment = fc.dictionary(
  fc.constantFrom('A', 'HOME', '', '$', 'PASSWORD', 'x', "'"),
  fc.constantFrom('secret', '', '$(A)', '$$', ')'),
  { noNullPrototype: true },
);

describe('the kubelet of the tests', () => {
  it.each([
    ['$(A)', 'secret'],
    ['$$(A)', '$(A)'],
    ['$$$(A)', '$secret'],
    ['$(B)', '$(B)'],
    ['$(A', '$(A'],
    ['$A $', '$A $'],
    ['$$', '$'],
    ['$(A)$(A)', 'secretsecret'],
  ])('makes of %j what the documentation says', (given, made) => {
    expect(expanded(given, { A: 'secret' })).toBe(made);
    expect(expanded(given, { A: 'secret' }, true)).toBe(made);
  });
});

describe('a literal in a command or an environment', () => {
  it('reaches the program exactly, whatever variables there are', () => {
    fc.assert(
      fc.property(hostileText, environment, fc.boolean(), (given, variables, bytes) => {
        fc.pre(!given.includes('{{'));
        expect(expanded(unexpanded(given, place), variables, bytes)).toBe(given);
      }),
      { numRuns: 1000 },
    );
  });

  it('is refused with the start of a tag', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (before, after) => {
        expect(() => unexpanded(`${before}{{${after}`, place)).toThrow(PipelineError);
      }),
    );
  });
});

describe('the types whose values are put in unchanged', () => {
  it.each([
    ...[
      '[0-9]{1,9}',
      '[A-Za-z0-9._:/@+=,-]*',
      'v[0-9]+',
      '[a-f0-9]{7,40}',
      '\\d+\\.\\d+',
      '[\\w.-]+',
      '(a|b)?',
      'staging-\\d+',
    ],
  ])('include text of %j, which has neither dollars nor braces', (pattern) => {
    expect(isPlainType({ kind: 'text', pattern })).toBe(true);
  });

  it('include text of no pattern that has a match with a dollar or a brace', () => {
    // Whatever is put together of these signs and happens to be a pattern.
    const signs = [
      ...'^$.*+?()[]{}|\\-azAZ09_:/@=, !&#',
      '[^',
      '\\d',
      '\\D',
      '\\w',
      '\\W',
      '\\s',
      '\\S',
      '[ -',
      '-~]',
      '[!-z]',
      '{1,2}',
    ];
    const pattern = fc
      .array(fc.constantFrom(...signs), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.join(''))
      .filter(isPattern);
    const probes = ['$', '{', '}', '$(', 'a$', '$a', 'a{', '{a', '${', '$$', '{{', 'a$a', '0$0', '-$-', ' ${ '];
    fc.assert(
      fc.property(pattern, (source) => {
        if (!isPlainType({ kind: 'text', pattern: source })) return;
        for (const probe of probes) expect(new RegExp(`^(?:${source})$`).test(probe)).toBe(false);
      }),
      { numRuns: 20_000 },
    );
  });
});

function isPattern(source: string): boolean {
  try {
    text({ pattern: new RegExp(source) });
    return true;
  } catch {
    return false;
  }
}

const { version, note } = refsOf({ version: text({ pattern: /[a-z0-9.-]*/ }), note: text({ pattern: /[^{}]*/ }) });

describe.skipIf(!canAsk)('a value in a command or an environment', () => {
  const node = (ref: Ref<unknown>): RefNode => {
    if (!RefNode.is(ref)) throw new Error('no ref');
    return ref;
  };
  const shown: readonly [string, Ref<unknown>, (a: string, b: string) => string][] = [
    ['text', refs.a, (a) => a],
    ['text in other text', fmt`--a=${refs.a};$(A) ${refs.b}`, (a, b) => `--a=${a};$(A) ${b}`],
    ['text after a dollar', fmt`$${refs.a}`, (a) => `$${a}`],
    ['text in parentheses', fmt`$(${refs.a})`, (a) => `$(${a})`],
    ['text between braces', fmt`{"a": "${refs.a}"}`, (a) => `{"a": "${a}"}`],
    ['nothing around it', fmt`${refs.a}`, (a) => a],
  ];

  it.each(shown)('reaches the program exactly: %s', async (_, ref, exact) => {
    await fc.assert(
      fc.asyncProperty(hostileText, hostileText, environment, async (a, b, variables) => {
        fc.pre(!a.includes('{{') && !b.includes('{{'));
        const said = await ask({ kind: 'inputs', text: unexpanded(node(ref), place), scope: scopeOf({ a, b }) });
        expect(expanded(said.text ?? String(said.error), variables)).toBe(exact(a, b));
      }),
      { numRuns: 200 },
    );
  });

  it('reaches the program exactly if it is long', async () => {
    await fc.assert(
      fc.asyncProperty(longText, async (a) => {
        fc.pre(!a.includes('{{'));
        const said = await ask({ kind: 'inputs', text: unexpanded(node(refs.a), place), scope: scopeOf({ a }) });
        expect(expanded(said.text ?? String(said.error), {})).toBe(a);
      }),
      { numRuns: 20 },
    );
  });

  it('is a plain tag where no value can have a dollar', async () => {
    expect(unexpanded(node(version), place)).toBe('{{inputs.parameters.version}}');
    expect(unexpanded(node(fmt`v${version}:${refs.epochs}`), place)).toBe(
      'v{{inputs.parameters.version}}:{{inputs.parameters.epochs}}',
    );
    expect(unexpanded(node(note), place)).toBe("{{= replace(inputs.parameters.note, '$', '$$') }}");
  });
});
