import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkValue } from '../../src/core/check-value';
import { PipelineError } from '../../src/core/index';
import { outputType, type ValueType } from '../../src/core/value-type';
import { tag } from '../../src/engines/argo/value/expression';
import { fits, guarded } from '../../src/engines/argo/value/guard';
import { hostileText } from './hostile';
import { argoEvaluation, canAsk } from './oracle';

const ask = argoEvaluation();
const value = 'tasks.train.outputs.parameters.x';
const scopeOf = (text: string) => ({ [value]: text });

/** Whether a task that takes the text would start. */
async function accepts(text: string, type: ValueType): Promise<boolean> {
  const said = await ask({ kind: 'template', text: tag(guarded(value, fits(value, type))), scope: scopeOf(text) });
  if (said.text === undefined) {
    expect(said.waits).toBeUndefined();
    return false;
  }
  expect(said).toEqual({ text });
  return true;
}

/** Whether the core takes what the text stands for. */
function takes(given: unknown, type: ValueType): boolean {
  try {
    checkValue(given, type, 'it');
    return true;
  } catch (problem) {
    if (PipelineError.is(problem)) return false;
    throw problem;
  }
}

/** What a program wrote, as a value. */
function read(text: string, type: ValueType): unknown {
  switch (type.kind) {
    case 'integer':
      return /^-?[0-9]+$/.test(text) ? Number(text) : text;
    case 'number':
      return /^-?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?$/.test(text) ? Number(text) : text;
    case 'boolean':
      return ['true', 'false'].includes(text) ? text === 'true' : text;
    case 'list':
    case 'record':
      try {
        return JSON.parse(text);
      } catch {
        return undefined;
      }
    default:
      return text;
  }
}

const bound = fc.option(
  fc.oneof(fc.integer({ min: -10, max: 10 }), fc.constantFrom(0.5, -1e-7, 1e20, -1e20, 2 ** 63, 1e300)),
  { nil: undefined },
);
const bounds = fc
  .tuple(bound, bound)
  .filter(([min, max]) => min === undefined || max === undefined || min <= max)
  .map(([min, max]) => ({ min, max }));

const numeric: fc.Arbitrary<ValueType> = fc
  .tuple(fc.constantFrom('integer' as const, 'number' as const), bounds)
  .map(([kind, limits]) => ({ kind, ...limits }));

const numeral = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true }).map(String),
  fc.constantFrom(
    ...['0', '-0', '007', '10', '-10', '0.5', '.5', '5.', '+5', '1_000', '0x10', ' 5', '5 ', '5\n', '1e3'],
  ),
  fc.constantFrom(
    ...['1E-7', '1e+20', '1e999', '-1e999', 'Infinity', 'NaN', 'nan', 'inf', '1,5', '٣', '', '-', 'e', '1e'],
  ),
  fc.constantFrom('100000000000000000000', '9223372036854775807', '9223372036854775808', '9007199254740991'),
  hostileText,
);

// What RE2 and JavaScript both take and mean the same by.
const patterns = [
  ...[
    '[A-Za-z0-9._:/@+=,-]*',
    '[0-9]{1,9}',
    'a|b',
    'a|',
    '(?:x|yz)+',
    '[^{}]*',
    '\\d+\\.\\d+',
    '\\w*',
    'v?[0-9]+(?:\\.[0-9]+){2}',
  ],
  ...[
    "[a-z']+",
    '"[^"]*"',
    '\\$\\([A-Z]+\\)',
    '[$]+',
    '\\{[^{}]*\\}',
    '\\/[a-z\\/-]*',
    'a{2,3}b',
    '.*',
    '[^ ]+',
    '[\\x20-\\x7e]*',
    '\\\\u[0-9]+',
  ],
];

describe.skipIf(!canAsk)('what Argo hands over', () => {
  it.each(patterns)('of text is what matches the whole pattern %j and holds no tag', async (pattern) => {
    const type: ValueType = { kind: 'text', pattern };
    const near = fc.oneof(
      hostileText,
      fc.stringMatching(new RegExp(`^(?:${pattern})$`)),
      fc.constantFrom('a', 'b\n', 'ab', '12'),
    );
    await fc.assert(
      fc.asyncProperty(near, async (text) => {
        fc.pre(pattern !== '.*' || !/[\r\u2028\u2029]/.test(text));
        expect(await accepts(text, type)).toBe(takes(text, type) && !text.includes('{{'));
      }),
      { numRuns: 150 },
    );
  });

  it('of text without a pattern is anything without the start of a tag', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        expect(await accepts(text, { kind: 'text' })).toBe(!text.includes('{{'));
      }),
      { numRuns: 300 },
    );
  });

  it('of numbers are decimal numerals inside the bounds', async () => {
    await fc.assert(
      fc.asyncProperty(numeric, numeral, async (type, text) => {
        const given = read(text, type);
        // Beyond these, neither JavaScript nor Argo can tell a whole number from its neighbour.
        fc.pre(type.kind !== 'integer' || typeof given !== 'number' || Math.abs(given) <= Number.MAX_SAFE_INTEGER);
        fc.pre(!Object.is(given, -0));
        expect(await accepts(text, type)).toBe(takes(given, type));
      }),
      { numRuns: 1000 },
    );
  });

  it('of booleans is true and false, as programs write JSON', async () => {
    const texts = fc.oneof(
      fc.constantFrom('true', 'false', 'True', 'TRUE', '1', '0', 'yes', '', 'true\n'),
      hostileText,
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        expect(await accepts(text, { kind: 'boolean' })).toBe(
          takes(read(text, { kind: 'boolean' }), { kind: 'boolean' }),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('of one of several words is just those words', async () => {
    const words = fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9._-]{1,5}$/), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(words, hostileText, async (values, text) => {
        for (const each of [text, ...values, values.join(' '), values[0]?.toUpperCase() ?? ''])
          expect(await accepts(each, { kind: 'oneOf', values })).toBe(values.includes(each));
      }),
      { numRuns: 100 },
    );
  });
});

const leaf: fc.Arbitrary<ValueType> = fc.constantFrom<ValueType>(
  { kind: 'text' },
  { kind: 'text', pattern: '[a-z]*' },
  { kind: 'integer', min: 0, max: undefined },
  { kind: 'number', min: -1, max: 1e20 },
  { kind: 'boolean' },
  { kind: 'oneOf', values: ['a', 'b'] },
);
const fieldName = fc.constantFrom('a', 'model-version', 'not', 'in', 'nil', "it's", '{{', 'len', 'x y');
const { nested } = fc.letrec<{ nested: ValueType; any: ValueType }>((tie) => ({
  any: fc.oneof({ maxDepth: 2 }, leaf, tie('nested')),
  nested: fc.oneof(
    tie('any').map((of) => ({ kind: 'list' as const, of })),
    fc
      .dictionary(fieldName, tie('any'), { minKeys: 1, maxKeys: 3, noNullPrototype: true })
      .map((fields) => ({ kind: 'record' as const, fields })),
  ),
}));

/** JSON that fits the type, and JSON that nearly does. */
function valuesOf(type: ValueType): fc.Arbitrary<unknown> {
  const odd = fc.oneof(fc.constantFrom(null, 'a', '', 0, 1.5, true, [], {}, [[]], 'true', '5'), hostileText);
  return fc.oneof({ weight: 9, arbitrary: fitting(type) }, { weight: 1, arbitrary: odd });
}

function fitting(type: ValueType): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'text':
      return type.pattern === undefined ? hostileText : fc.constantFrom('', 'a', 'abc');
    case 'integer':
      return fc.nat();
    case 'number':
      return fc.double({ min: -1, max: 1, noNaN: true }).map((n) => (Object.is(n, -0) ? 0 : n));
    case 'boolean':
      return fc.boolean();
    case 'oneOf':
      return fc.constantFrom(...type.values);
    case 'list':
      return fc.array(valuesOf(type.of), { maxLength: 3 });
    case 'record':
      return fc
        .tuple(
          fc.record(Object.fromEntries(Object.entries(type.fields).map(([name, field]) => [name, valuesOf(field)])), {
            noNullPrototype: true,
          }),
          fc.oneof(
            { weight: 9, arbitrary: fc.constant({}) },
            { weight: 1, arbitrary: fc.constant({ more: '{{= 1 }}' }) },
          ),
        )
        .map(([fields, more]) => ({ ...fields, ...more }));
    case 'artifact':
      return fc.constant(null);
  }
}

/** The same JSON with braces as escapes, which a comparison of the text does not see. */
const escaped = (text: string): string => text.replaceAll('{{', '\\u007b\\u007B');

const holdsTag = (given: unknown): boolean =>
  typeof given === 'string'
    ? given.includes('{{')
    : typeof given === 'object' && given !== null && Object.values(given).some(holdsTag);

describe.skipIf(!canAsk)('lists and records that Argo hands over', () => {
  const typed = nested.chain((type) => fc.tuple(fc.constant(type), valuesOf(type)));

  it('hold values of the declared types and no tag, however it is written', async () => {
    await fc.assert(
      fc.asyncProperty(typed, fc.boolean(), async ([type, given], hide) => {
        const plain = JSON.stringify(given);
        const text = hide ? escaped(plain) : plain;
        // Half-written names of fields are the author's own, and never in what is passed on.
        fc.pre(hide || !Object.keys(Object(given)).some((name) => name.includes('{{')));
        const fit = takes(JSON.parse(text), type) && !holdsTag(given) && !text.includes('{{');
        expect(await accepts(text, type)).toBe(fit);
      }),
      { numRuns: 1500 },
    );
  });

  it('are refused if they are no JSON', async () => {
    await fc.assert(
      fc.asyncProperty(nested, hostileText, async (type, text) => {
        fc.pre(read(text, type) === undefined);
        expect(await accepts(text, type)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('of a pod hold only text of the safe signs, unless they declare more', async () => {
    const type = outputType({ kind: 'list', of: { kind: 'record', fields: { name: { kind: 'text' } } } });
    await fc.assert(
      fc.asyncProperty(hostileText, async (name) => {
        const text = JSON.stringify([{ name }]);
        expect(await accepts(text, type)).toBe(/^[A-Za-z0-9._:/@+=,-]*$/.test(name));
      }),
      { numRuns: 300 },
    );
  });
});

describe.skipIf(!canAsk)('where Argo and the core differ', () => {
  it.each([
    [
      'a whole number that JavaScript can not tell from its neighbour',
      '9007199254740993',
      { kind: 'integer' },
      true,
      false,
    ],
    ['a line end other than LF, which a dot takes', 'a\r\u2028', { kind: 'text', pattern: '.*' }, true, false],
    ['a space that is not ASCII', 'a\u00a0b', { kind: 'text', pattern: 'a\\sb' }, false, true],
    ['a character above U+FFFF, which counts as one', '😀', { kind: 'text', pattern: '[^a]{1}' }, true, false],
    ['zero with a sign, where nothing below zero may be', '-0', { kind: 'integer', min: 0 }, false, true],
  ] as const)('it is about %s', async (_, text, type, argo, core) => {
    expect({ argo: await accepts(text, type), core: takes(read(text, type), type) }).toEqual({ argo, core });
  });

  it('a refused text that starts like a placeholder of Argo lets the task start, with the rule as its value', async () => {
    const text = tag(guarded(value, fits(value, { kind: 'boolean' })));
    const said = await ask({ kind: 'template', text, scope: scopeOf('__argo__internal__placeholder-1 {{= 1 + 1 }}') });
    expect(said).toEqual({ text });
  });
});
