import { describe, expect, it } from 'vitest';
import type { WorkflowStep } from '../../src/schemas/argo/types';
import { fails, succeeds } from '../../src/simulate/index';
import { dag, file, given, leaf, nodeOf, played, shapes, steps } from './play';

const v = leaf('leaf', { outputs: file('v'), inputs: { parameters: [{ name: 'x', default: 'x' }] } });
type Loop = Pick<WorkflowStep, 'withItems' | 'withParam' | 'withSequence'>;
const items = (loop: Loop) =>
  played({
    templates: [steps('main', [[{ name: 'a', template: 'leaf', arguments: given('x', '{{item}}'), ...loop }]]), v],
  })
    .nodes.slice(2)
    .map(({ displayName, inputs }) => [displayName, inputs.x]);

describe('loops', () => {
  it.each<[string, Loop, readonly (readonly [string, string])[]]>([
    [
      'texts',
      { withItems: ['a', 'b c'] },
      [
        ['a(0:a)', 'a'],
        ['a(1:b c)', 'b c'],
      ],
    ],
    [
      'numbers and booleans',
      { withItems: [1, true] },
      [
        ['a(0:1)', '1'],
        ['a(1:true)', 'true'],
      ],
    ],
    [
      'maps: sorted keys in the name, JSON as item',
      { withItems: [{ l: 2, k: 'x' }] },
      [['a(0:k:x,l:2)', '{"k":"x","l":2}']],
    ],
    ['lists', { withItems: [['a', 'b']] }, [['a(0:[a b])', '["a","b"]']]],
    ['parentheses are cut out of names', { withItems: ['f(x)'] }, [['a(0:fx)', 'f(x)']]],
    [
      'a parameter',
      { withParam: '["p", 3]' },
      [
        ['a(0:p)', 'p'],
        ['a(1:3)', '3'],
      ],
    ],
    [
      'a sequence to an end',
      { withSequence: { end: '2' } },
      [
        ['a(0:0)', '0'],
        ['a(1:1)', '1'],
        ['a(2:2)', '2'],
      ],
    ],
    [
      'a count from a start',
      { withSequence: { start: '5', count: '2' } },
      [
        ['a(0:5)', '5'],
        ['a(1:6)', '6'],
      ],
    ],
    [
      'down',
      { withSequence: { start: '2', end: '1' } },
      [
        ['a(0:2)', '2'],
        ['a(1:1)', '1'],
      ],
    ],
    ['a format of Go', { withSequence: { count: '1', format: 'n%02X' } }, [['a(0:n00)', 'n00']]],
  ])('over %s', (_, loop, expected) => {
    expect(items(loop)).toEqual(expected);
  });

  it('a count of 0 is empty', () => {
    const one = played({
      templates: [steps('main', [[{ name: 'a', template: 'leaf', withSequence: { count: '0' } }]]), v],
    });
    expect(nodeOf(one, 'a').message).toBe('Skipped, empty params');
  });

  it("item.k is each key's value", () => {
    const one = played({
      templates: [
        steps('main', [
          [
            {
              name: 'a',
              template: 'leaf',
              arguments: given('x', '{{item.k}}-{{item.l}}'),
              withItems: [{ k: 'x', l: 2 }],
            },
          ],
        ]),
        v,
      ],
    });
    expect(nodeOf(one, 'a(0:k:x,l:2)').inputs.x).toBe('x-2');
  });

  it('a parameter that is no list is an error', () => {
    const one = played({ templates: [dag('main', [{ name: 'a', template: 'leaf', withParam: 'no list' }]), v] });
    expect(nodeOf(one, 'a').message).toMatch(
      /^withParam value could not be parsed as a JSON list: no list: invalid character/,
    );
    expect([nodeOf(one, 'a').phase, one.phase]).toEqual(['Error', 'Error']);
  });

  it('and is tolerated if the condition is false', () => {
    const one = played({
      templates: [dag('main', [{ name: 'a', template: 'leaf', withParam: 'no list', when: 'a == b' }]), v],
    });
    expect([nodeOf(one, 'a').phase, one.phase]).toEqual(['Skipped', 'Succeeded']);
  });
});

describe('what items leave', () => {
  const tell = leaf('tell', {
    inputs: { parameters: ['all', 'v', 'result'].map((name) => ({ name, default: 'absent' })) },
  });
  const script = { name: 'script', script: { image: 'x', command: ['x'], source: 'x' } };
  const gather = (
    scenario: Parameters<typeof played>[0]['scenario'],
    loop: Loop = { withItems: ['p', 'q', 'r'] },
    template = 'leaf',
  ) => {
    const values = template === 'leaf' ? { all: 'parameters', v: 'parameters.v' } : { result: 'result' };
    const parameters = Object.entries(values).map(([name, path]) => ({ name, value: `{{steps.a.outputs.${path}}}` }));
    const one = played({
      templates: [
        steps('main', [
          [{ name: 'a', template, ...loop, continueOn: { failed: true } }],
          [{ name: 'b', template: 'tell', arguments: { parameters } }],
        ]),
        v,
        tell,
        script,
      ],
      scenario: scenario ?? {},
    });
    return one;
  };

  it('is a JSON list of maps and a JSON list of texts for each parameter, in the order of the items', () => {
    const { inputs } = nodeOf(
      gather({
        'a(0:p)': succeeds({ v: '1' }, { takes: '1h' }),
        'a(1:q)': succeeds({ v: '2' }),
        'a(2:r)': succeeds({ v: '3' }),
      }),
      'b',
    );
    expect(inputs).toMatchObject({ all: '[{"v":"1"},{"v":"2"},{"v":"3"}]', v: '["1","2","3"]' });
  });

  it('is of the succeeded items only', () => {
    expect(nodeOf(gather({ a: succeeds({ v: '1' }), 'a(1:q)': fails(1) }), 'b').inputs.v).toBe('["1","1"]');
  });

  it('is parsed if all values are JSON lists or maps', () => {
    expect(nodeOf(gather({ a: succeeds({ v: '{"k":1}' }) }), 'b').inputs.v).toBe('[{"k":1},{"k":1},{"k":1}]');
    expect(nodeOf(gather({ a: succeeds({ v: '{"k":1}' }), 'a(1:q)': succeeds({ v: '1' }) }), 'b').inputs.v).toBe(
      '["{\\"k\\":1}","1","{\\"k\\":1}"]',
    );
  });

  it('is [] without a succeeded item', () => {
    const one = gather({ a: fails(1) });
    expect(one.stuck[0]?.what).toBe('steps.a.outputs.parameters.v');
    const whole = played({
      templates: [
        steps('main', [
          [{ name: 'a', template: 'leaf', withItems: ['p'], continueOn: { failed: true } }],
          [{ name: 'b', template: 'tell', arguments: given('all', '{{steps.a.outputs.parameters}}') }],
        ]),
        v,
        tell,
      ],
      scenario: { a: fails(1) },
    });
    expect(nodeOf(whole, 'b').inputs.all).toBe('[]');
  });

  it('results are a JSON list, of results that are JSON themselves', () => {
    expect(nodeOf(gather({ a: succeeds({}, { result: '{"x": 1}' }) }, undefined, 'script'), 'b').inputs.result).toBe(
      '[{"x":1},{"x":1},{"x":1}]',
    );
    expect(gather({ a: succeeds({}, { result: 'plain words' }) }, undefined, 'script').phase).toBe('Error');
  });

  it('attempts and hooks do not count', () => {
    const retried = leaf('retried', { outputs: file('v'), retryStrategy: { limit: '1' } });
    const one = played({
      templates: [
        steps('main', [
          [{ name: 'a', template: 'retried', withItems: ['p', 'q'], hooks: { exit: { template: 'leaf' } } }],
          [{ name: 'b', template: 'tell', arguments: given('v', '{{steps.a.outputs.parameters.v}}') }],
        ]),
        v,
        tell,
        retried,
      ],
      scenario: { a: [fails(1), succeeds({ v: '7' })] },
    });
    expect(nodeOf(one, 'b').inputs.v).toBe('["7","7"]');
    expect(shapes(one)).toContain('[0].a(0:p)(1) Pod Succeeded');
  });
});
