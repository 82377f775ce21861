import fc from 'fast-check';

interface Choice {
  readonly weight: number;
  readonly arbitrary: fc.Arbitrary<string>;
}

/** A choice that ends: what is nested deeply becomes rare. */
const nested = (...choices: readonly Choice[]): fc.Arbitrary<string> =>
  fc.oneof({ depthSize: 'small', withCrossShrink: true }, ...choices);

const word = fc.constantFrom(
  '',
  'a',
  'pass',
  'fail',
  'Succeeded',
  '5',
  '0.25',
  '-3',
  'true',
  'x y',
  "it's",
  'é',
  '[1,2]',
  '{"a":1}',
);
const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** Names that are there, that are not, and that lead beside something. */
const names = fc.constantFrom(
  'inputs.parameters.x',
  "inputs.parameters['x']",
  'inputs.parameters.n',
  "inputs.parameters['a-b']",
  'inputs.parameters.gone',
  'steps.a.outputs.parameters.v',
  "steps['a'].status",
  'steps.a?.outputs?.parameters?.v',
  'steps.skipped.outputs.parameters.v',
  'steps.skipped?.outputs?.parameters?.v',
  'steps.gone.outputs.result',
  'steps.gone?.outputs?.result',
  'tasks.b.outputs.result',
  'tasks.b?.exitCode',
  'workflow.name',
  'workflow.parameters.deep',
  'workflow.status',
  'item',
  'item.k',
  'retries',
  'lastRetry.exitCode',
  'nowhere',
  'inputs.parameters',
  'steps',
  'inputs?.parameters?.x',
);

const patterns = fc.constantFrom(
  "'^[0-9]+$'",
  "'^[A-Za-z0-9._:/@+=,-]+$'",
  "'a|b'",
  "'(?i)PASS'",
  "'['",
  "'^[^{}]*$'",
  "'.'",
  "'\\\\d+'",
);

const { value, bool } = fc.letrec((untyped) => {
  const tie = (name: string) => untyped(name) as fc.Arbitrary<string>;
  return {
    value: nested(
      { weight: 6, arbitrary: names },
      { weight: 3, arbitrary: word.map(quote) },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          '1',
          '2',
          '0',
          '-1',
          '1.5',
          '0.0',
          '1e3',
          '0x1F',
          'true',
          'false',
          'nil',
          '7',
          '100',
        ),
      },
      { weight: 1, arbitrary: tie('list') },
      { weight: 1, arbitrary: tie('bool') },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom('+', '-', '*', '/', '%', '**', '^', '??'), tie('value'), tie('value'))
          .map(([operator, a, b]) => `(${a}) ${operator} (${b})`),
      },
      {
        weight: 2,
        arbitrary: fc.tuple(tie('bool'), tie('value'), tie('value')).map(([a, b, c]) => `(${a}) ? (${b}) : (${c})`),
      },
      {
        weight: 3,
        arbitrary: fc
          .tuple(
            fc.constantFrom(
              'int',
              'float',
              'asInt',
              'asFloat',
              'string',
              'len',
              'type',
              'upper',
              'lower',
              'trim',
              'toJson',
              'toJSON',
              'fromJSON',
              'abs',
              'ceil',
              'floor',
              'round',
              'max',
              'min',
              'mean',
              'median',
              'first',
              'last',
              'keys',
              'values',
              'reverse',
              'uniq',
              'flatten',
              'sum',
              'sort',
              'toBase64',
              'fromBase64',
              'toPairs',
              'fromPairs',
              'bitnot',
              'sprig.empty',
              'sprig.toString',
              'sprig.int',
              'sprig.upper',
              'sprig.nosuch',
            ),
            tie('value'),
          )
          .map(([name, a]) => `${name}(${a})`),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(
            fc.constantFrom(
              'split',
              'join',
              'trimPrefix',
              'trimSuffix',
              'indexOf',
              'lastIndexOf',
              'hasPrefix',
              'hasSuffix',
              'repeat',
              'get',
              'take',
              'concat',
              'max',
              'min',
              'bitand',
              'bitshl',
              'splitAfter',
              'trim',
              'sprig.default',
              'sprig.add',
              'sprig.sub',
              'sprig.contains',
              'sprig.join',
              'sprig.coalesce',
              'sprig.mul',
              'jsonpath',
            ),
            tie('value'),
            tie('value'),
          )
          .map(([name, a, b]) => `${name}(${a}, ${b})`),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(tie('value'), tie('value'), tie('value')).map(([a, b, c]) => `replace(${a}, ${b}, ${c})`),
      },
      { weight: 1, arbitrary: fc.tuple(tie('value'), tie('value')).map(([a, b]) => `(${a})[${b}]`) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(tie('value'), fc.constantFrom('[1:]', '[:2]', '[0:1]', '[-1:]', '?.x', '.x', '?.x.y', '?.[0]'))
          .map(([a, b]) => `(${a})${b}`),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(tie('value'), fc.constantFrom('upper()', 'len()', "split(',')", 'toJSON()', 'string()'))
          .map(([a, f]) => `(${a}) | ${f}`),
      },
      { weight: 1, arbitrary: fc.tuple(tie('value'), tie('value')).map(([a, b]) => `{a: ${a}, 'b': ${b}}`) },
      { weight: 1, arbitrary: fc.tuple(tie('value'), tie('value')).map(([a, b]) => `let q = ${a}; [q, ${b}]`) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(
            fc.constantFrom(
              'map',
              'filter',
              'all',
              'any',
              'none',
              'one',
              'count',
              'find',
              'findIndex',
              'findLast',
              'findLastIndex',
              'groupBy',
              'sortBy',
              'sum',
            ),
            tie('list'),
            tie('value'),
          )
          .map(([f, l, b]) => `${f}(${l}, ${b})`),
      },
    ),
    bool: nested(
      { weight: 2, arbitrary: fc.constantFrom('true', 'false') },
      {
        weight: 6,
        arbitrary: fc
          .tuple(
            fc.constantFrom(
              '==',
              '!=',
              '<',
              '>',
              '<=',
              '>=',
              'in',
              'contains',
              'startsWith',
              'endsWith',
              'not in',
              'matches',
            ),
            tie('value'),
            tie('value'),
          )
          .map(([operator, a, b]) => `(${a}) ${operator} (${b})`),
      },
      { weight: 3, arbitrary: fc.tuple(tie('value'), patterns).map(([a, b]) => `(${a}) matches ${b}`) },
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.constantFrom('&&', '||', 'and', 'or'), tie('bool'), tie('bool'))
          .map(([o, a, b]) => `(${a}) ${o} (${b})`),
      },
      { weight: 1, arbitrary: tie('bool').map((a) => `!(${a})`) },
      {
        weight: 2,
        arbitrary: fc
          .tuple(
            fc.constantFrom('all', 'any', 'none', 'one'),
            tie('list'),
            fc.constantFrom("# == 'a'", '# > 1', "# matches 'a'", '#.x == nil', '# != nil'),
          )
          .map(([f, l, p]) => `${f}(${l}, ${p})`),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(tie('value'), fc.array(word, { maxLength: 3 }))
          .map(([a, list]) => `(${a}) in [${list.map(quote).join(', ')}]`),
      },
      { weight: 1, arbitrary: tie('value') },
    ),
    list: nested(
      { weight: 3, arbitrary: fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '1..3',
          "split('a,b', ',')",
          "['a', 'b']",
          '[1, 2, 3]',
          '[3.5, 1]',
          '[{a: 1}, {a: 2}]',
          'fromJSON(\'[1,"a"]\')',
        ),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(tie('list'), fc.constantFrom('# + 1', '#', 'string(#)', '#.a', '#index', "# ?? 'n'", 'int(#)'))
          .map(([l, p]) => `map(${l}, ${p})`),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(tie('list'), fc.constantFrom("# == 'a'", '# > 1', '# != nil'))
          .map(([l, p]) => `filter(${l}, ${p})`),
      },
    ),
  };
});

export const expression: fc.Arbitrary<string> = fc.oneof(value, bool);
export const boolExpression: fc.Arbitrary<string> = bool;

const maybe = fc.oneof({ weight: 4, arbitrary: word }, { weight: 1, arbitrary: fc.constant(null) });

/** What is there; each name may be missing. */
export const scope: fc.Arbitrary<{ [name: string]: string | null }> = fc
  .record(
    {
      'inputs.parameters.x': word,
      'inputs.parameters.n': fc.constantFrom('5', '12', '-1', '0.5', ''),
      'inputs.parameters.a-b': word,
      'inputs.parameters': fc.constant('[{"name":"x"}]'),
      'steps.a.outputs.parameters.v': maybe,
      'steps.a.status': fc.constantFrom('Succeeded', 'Failed', 'Skipped'),
      'steps.a.outputs.parameters.t': fc.constantFrom(
        '{{workflow.name}}',
        'a\nb',
        'tab\t',
        'b\\c',
        '<&>',
        '\u0007',
        '😀',
        '"q"',
      ),
      'steps.skipped.outputs.parameters.v': fc.constant(null),
      'steps.skipped.status': fc.constant('Skipped'),
      'tasks.b.outputs.result': word,
      'tasks.b.exitCode': fc.constantFrom('0', '1'),
      'workflow.name': fc.constant('wf'),
      'workflow.parameters.deep': word,
      'workflow.parameters': fc.constant('[]'),
      'workflow.status': fc.constantFrom('Running', 'Failed'),
      item: word,
      'item.k': word,
      retries: fc.constantFrom('0', '1'),
      'lastRetry.exitCode': fc.constantFrom('-1', '0', '137'),
    },
    { requiredKeys: ['inputs.parameters.x', 'workflow.name', 'steps.a.status', 'tasks.b.outputs.result'] },
  )
  .map((all) => all as { [name: string]: string | null });

const tagName = fc.constantFrom(
  'inputs.parameters.x',
  ' inputs.parameters.n ',
  'steps.a.outputs.parameters.v',
  'steps.a.outputs.parameters.t',
  'steps.gone.outputs.result',
  'steps.a.outputs.artifacts.z',
  'tasks.b.outputs.result',
  'item',
  'item.k',
  'workflow.name',
  'nowhere',
  '',
  ' ',
  'steps',
  'steps.skipped.outputs.parameters.v',
  'a"b',
  '\nworkflow.name',
  'stepsx.y',
  'inputs.parameters.{{item}}',
  'steps.{{inputs.parameters.x}}.status',
  'a.{{steps.skipped.outputs.parameters.v}}',
  'retries',
  'lastRetry.exitCode',
  'inputs.parameters',
);

const plain = fc.constantFrom('', 'a', ' ', '{', '}', '}}', 'x == y', '"q"', '\\', '<b>', '\n', '$$', "'", '{{', 'é');

/** A text of a manifest, with tags. */
export const textWithTags: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: plain },
      { weight: 4, arbitrary: tagName.map((name) => `{{${name}}}`) },
      { weight: 4, arbitrary: expression.map((source) => `{{= ${source} }}`) },
      { weight: 1, arbitrary: expression.map((source) => `{{=${source}}}`) },
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join(''));

const operand = fc.constantFrom(
  'pass',
  'fail',
  "'pass'",
  '"pass"',
  '5',
  '5.0',
  '0',
  "'5'",
  'true',
  'false',
  'True',
  '',
  'a-b',
  'a b',
  'a.b',
  'a.B',
  "'2024-01-01'",
  '"2024-01-02 10:00"',
  "'it\\'s'",
  '[x y]',
  '0x1f',
  '.5',
  '5.',
  '1.2.3',
  'x_1',
  '_x',
  '{{x}}',
  '-1',
  '- 1',
  '!true',
  '!(true)',
  "''",
  '(Failed, Error)',
  "('a', 'b')",
  '(a)',
  '()',
  'é',
  '10%',
  '3PM',
  "'3:04PM'",
  '$x',
  '@',
  'true_',
  'IN',
  'null',
);
const operator = fc.constantFrom(
  '==',
  '!=',
  '<',
  '>',
  '<=',
  '>=',
  '=~',
  '!~',
  'in',
  '&&',
  '||',
  '+',
  '-',
  '*',
  '/',
  '%',
  '**',
  '&',
  '|',
  '^',
  '<<',
  '>>',
  '?',
  ':',
  '??',
  ',',
  '=',
  'and',
  '',
  '== ==',
  '!',
  '~',
);

/** A condition of `when`, after replacement. */
export const whenText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(operand, operator, operand).map(([a, o, b]) => `${a} ${o} ${b}`) },
  {
    weight: 3,
    arbitrary: fc
      .array(fc.tuple(operator, operand), { minLength: 1, maxLength: 4 })
      .map((rest) => `true ${rest.map(([o, a]) => `${o} ${a}`).join(' ')}`),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.tuple(operand, fc.constantFrom('==', '!=', '<', '=~', 'in'), operand, fc.constantFrom('&&', '||')), {
        minLength: 1,
        maxLength: 3,
      })
      .map((rest) => `${rest.map(([a, o, b, l]) => `(${a} ${o} ${b}) ${l}`).join(' ')} true`),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(
        fc.tuple(
          fc.constantFrom('1', '2', '3', '0.5', '(1 + 2)', '-1'),
          fc.constantFrom('+', '-', '*', '/', '%', '**', '<', '==', '>>'),
        ),
        { minLength: 1, maxLength: 5 },
      )
      .map((rest) => `${rest.map(([a, o]) => `${a} ${o}`).join(' ')} 2 == 2`),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
);

const taskName = fc.constantFrom('a', 'b-c', 'B1', 'filter', 'd_e', '1x');
const result = fc.constantFrom(
  '',
  '.Succeeded',
  '.Failed',
  '.Errored',
  '.Skipped',
  '.Omitted',
  '.Daemoned',
  '.AnySucceeded',
  '.AllFailed',
  '.Wrong',
);
const { depends } = fc.letrec((untyped) => {
  const tie = (name: string) => untyped(name) as fc.Arbitrary<string>;
  return {
    depends: nested(
      { weight: 4, arbitrary: fc.tuple(taskName, result).map(([name, word]) => name + word) },
      {
        weight: 2,
        arbitrary: fc
          .tuple(tie('depends'), fc.constantFrom('&&', '||', 'and', '==', '!='), tie('depends'))
          .map((all) => all.join(' ')),
      },
      { weight: 1, arbitrary: tie('depends').map((inner) => `(${inner})`) },
      { weight: 1, arbitrary: tie('depends').map((inner) => `!${inner}`) },
    ),
  };
});

export const dependsText: fc.Arbitrary<string> = depends;

const phase = fc.constantFrom('Succeeded', 'Failed', 'Errored', 'Skipped', 'Omitted');

export const tasks = fc
  .tuple(
    ...['a', 'b-c', 'B1', 'filter', 'd_e', '1x'].map((name) =>
      fc.tuple(fc.constant(name), phase, fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()),
    ),
  )
  .map((all) =>
    Object.fromEntries(
      all.map(([name, was, continueOnError, continueOnFailed, Daemoned, AnySucceeded, AllFailed]) => [
        name,
        {
          continueOnError,
          continueOnFailed,
          results: {
            Succeeded: was === 'Succeeded',
            Failed: was === 'Failed',
            Errored: was === 'Errored',
            Skipped: was === 'Skipped',
            Omitted: was === 'Omitted',
            Daemoned,
            AnySucceeded,
            AllFailed,
          },
        },
      ]),
    ),
  );
