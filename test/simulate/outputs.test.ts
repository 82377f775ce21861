import { describe, expect, it } from 'vitest';
import type { Template } from '../../src/schemas/argo/types';
import { fails, succeeds } from '../../src/simulate/index';
import { dag, file, given, leaf, nodeOf, played, steps } from './play';

const x = (parameter: object): Template => leaf('tell', { inputs: { parameters: [{ name: 'x', ...parameter }] } });
const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config' }, data: { key: 'from the map' } };
const fromMap = { valueFrom: { configMapKeyRef: { name: 'config', key: 'key' } } };

describe('an input', () => {
  it.each([
    ['an argument before all', { value: 'own', default: 'default' }, given('x', 'given'), 'given'],
    ['its own value before the default', { value: 'own', default: 'default' }, {}, 'own'],
    ['the default', { default: 'default' }, {}, 'default'],
    ['what a ConfigMap holds', fromMap, {}, 'from the map'],
    [
      'the default of a key that is not there',
      { valueFrom: { configMapKeyRef: { name: 'config', key: 'none' }, default: 'otherwise' } },
      {},
      'otherwise',
    ],
  ])('is %s', (_, parameter, args, value) => {
    const one = played({
      templates: [steps('main', [[{ name: 'a', template: 'tell', arguments: args }]]), x(parameter)],
      others: [configMap],
    });
    expect(nodeOf(one, 'a').inputs.x).toBe(value);
  });

  it.each([
    ['nobody gives', {}, 'inputs.parameters.x was not supplied'],
    [
      'no ConfigMap holds',
      { valueFrom: { configMapKeyRef: { name: 'none', key: 'key' } } },
      "unable to retrieve inputs.parameters.x from ConfigMap: ConfigMap 'none' does not exist",
    ],
  ])('that %s is an error', (_, parameter, message) => {
    const one = played({ templates: [dag('main', [{ name: 'a', template: 'tell' }]), x(parameter)] });
    expect(nodeOf(one, 'a').message).toContain(message);
    expect(one.phase).toBe('Error');
  });

  it('takes words outside its enum', () => {
    const one = played({
      templates: [
        steps('main', [[{ name: 'a', template: 'tell', arguments: given('x', 'c') }]]),
        x({ enum: ['a', 'b'] }),
      ],
    });
    expect(nodeOf(one, 'a').inputs.x).toBe('c');
  });

  it('may be a number or boolean in YAML', () => {
    const one = played({ templates: [steps('main', [[{ name: 'a', template: 'tell' }]]), x({ value: 7 })] });
    expect(nodeOf(one, 'a').inputs.x).toBe('7');
  });
});

describe('an output of steps or a DAG', () => {
  const kinds = ['steps', 'tasks'] as const;
  const around = (
    kind: (typeof kinds)[number],
    valueFrom: object,
    call: object = {},
    producer = leaf('leaf', { outputs: file('v') }),
    scenario = {},
  ) => {
    const outputs = { parameters: [{ name: 'o', valueFrom }] };
    const a = { name: 'a', template: 'leaf', continueOn: { failed: true }, ...call };
    return played({
      templates: [kind === 'steps' ? steps('main', [[a]], { outputs }) : dag('main', [a], { outputs }), producer],
      scenario,
    });
  };

  it.each(kinds)('of %s is a parameter or an expression', (kind) => {
    const scenario = { a: succeeds({ v: '7' }) };
    expect(
      nodeOf(around(kind, { parameter: `{{${kind}.a.outputs.parameters.v}}` }, {}, undefined, scenario), '').outputs,
    ).toEqual({ o: '7' });
    expect(
      nodeOf(around(kind, { expression: `${kind}.a.outputs.parameters.v + '!'` }, {}, undefined, scenario), '').outputs,
    ).toEqual({ o: '7!' });
  });

  it.each(kinds)('of %s is its default where the value is missing, nil or an error', (kind) => {
    for (const valueFrom of [
      { parameter: `{{${kind}.a.outputs.parameters.none}}` },
      { expression: `${kind}.a.outputs.parameters?.none` },
      { expression: 'nobody.knows' },
    ])
      expect(nodeOf(around(kind, { ...valueFrom, default: 'otherwise' }), '').outputs).toEqual({ o: 'otherwise' });
  });

  it.each(kinds)('of %s without default is an error that ends the workflow', (kind) => {
    const one = around(kind, { expression: `${kind}.a.outputs.parameters?.none` });
    expect([one.phase, one.message.startsWith('error in entry template execution: ')]).toEqual(['Error', true]);
  });

  it.each(kinds)('of %s of a skipped one is what that declares, else its own default, else an error', (kind) => {
    const parameter = `{{${kind}.a.outputs.parameters.v}}`;
    const skipped = { when: 'a == b' };
    const defaulted = leaf('leaf', { outputs: file('v', 'declared') });
    expect(nodeOf(around(kind, { parameter }, skipped, defaulted), '').outputs).toEqual({ o: 'declared' });
    expect(nodeOf(around(kind, { parameter, default: 'own' }, skipped), '').outputs).toEqual({ o: 'own' });
    expect(around(kind, { parameter }, skipped).message).toContain(
      'is an absent optional (skipped/omitted node output with no default)',
    );
  });
});

describe('an argument that reads a skipped node', () => {
  const run = (value: string, parameter: object, kind: 'steps' | 'tasks' = 'tasks') => {
    const b = { name: 'b', template: 'tell', arguments: given('x', value.replaceAll('KIND', kind)) };
    const a = { name: 'a', template: 'leaf', when: 'a == b' };
    const main = kind === 'steps' ? steps('main', [[a], [b]]) : dag('main', [a, { ...b, depends: 'a' }]);
    return played({ templates: [main, leaf('leaf', { outputs: file('v') }), x(parameter)] });
  };

  it.each(['steps', 'tasks'] as const)(
    'in %s counts as not given, so that the default of the input is taken',
    (kind) => {
      expect(nodeOf(run('{{KIND.a.outputs.parameters.v}}', { default: 'own' }, kind), 'b').inputs.x).toBe('own');
    },
  );

  it('is an error without a default', () => {
    expect(nodeOf(run('{{KIND.a.outputs.parameters.v}}', {}), 'b').message).toContain(
      'argument references an absent optional',
    );
  });

  it('inside more text is an error', () => {
    expect(nodeOf(run('x-{{KIND.a.outputs.parameters.v}}', { default: 'own' }), 'b').message).toContain(
      'output is an absent optional',
    );
  });

  it('may be guarded by ??', () => {
    expect(nodeOf(run("{{= KIND.a.outputs.parameters.v ?? 'guarded' }}", {}), 'b').inputs.x).toBe('guarded');
  });
});

describe('outputs.result', () => {
  it('is captured only if the template around mentions it', () => {
    const script = { name: 'script', script: { image: 'x', command: ['x'], source: 'x' } };
    const other = { name: 'b', template: 'tell', arguments: given('x', '{{steps.a.outputs.result}}') };
    const one = played({
      templates: [
        steps('main', [
          [
            { name: 'a', template: 'script' },
            { name: 'c', template: 'script' },
          ],
          [other],
        ]),
        script,
        x({}),
      ],
      scenario: { script: succeeds({}, { result: 'heads' }) },
    });
    expect([nodeOf(one, 'a').result, nodeOf(one, 'c').result, nodeOf(one, 'b').inputs.x]).toEqual([
      'heads',
      undefined,
      'heads',
    ]);
  });
});

describe('globals', () => {
  it('with a globalName an output is the workflow’s, and who writes last wins', () => {
    const global = (name: string) =>
      leaf(name, { outputs: { parameters: [{ name: 'v', valueFrom: { path: '/v' }, globalName: 'g' }] } });
    const one = played({
      templates: [
        steps('main', [
          [{ name: 'a', template: 'one' }],
          [{ name: 'b', template: 'two' }],
          [{ name: 'c', template: 'tell', arguments: given('x', '{{workflow.outputs.parameters.g}}') }],
        ]),
        global('one'),
        global('two'),
        x({}),
      ],
      scenario: { one: succeeds({ v: '1' }), two: succeeds({ v: '2' }) },
    });
    expect([one.outputs, nodeOf(one, 'c').inputs.x]).toEqual([{ g: '2' }, '2']);
  });

  it.each([
    ['{{workflow.name}}', 'wf'],
    ['{{workflow.namespace}}', 'ml'],
    ['{{workflow.parameters.p}}', 'q'],
    ['{{workflow.labels.l}}', 'm'],
    ['{{workflow.annotations.n}}', 'o'],
    ['{{workflow.mainEntrypoint}}', 'main'],
    ['{{workflow.serviceAccountName}}', 'trainer'],
    ['{{workflow.creationTimestamp}}', '2026-01-01T00:00:00Z'],
    ['{{workflow.creationTimestamp.Y}}', '2026'],
    ["{{= workflow.parameters.p + '!' }}", 'q!'],
  ])('%s', (text, value) => {
    const one = played({
      templates: [steps('main', [[{ name: 'a', template: 'tell', arguments: given('x', text) }]]), x({})],
      spec: { arguments: { parameters: [{ name: 'p', value: 'p' }] }, serviceAccountName: 'trainer' },
      metadata: { name: 'wf', namespace: 'ml', labels: { l: 'm' }, annotations: { n: 'o' } },
      arguments: { p: 'q' },
    });
    expect(nodeOf(one, 'a').inputs.x).toBe(value);
  });

  it('text that a pod wrote is evaluated like any other', () => {
    const one = played({
      templates: [
        steps('main', [
          [{ name: 'a', template: 'leaf' }],
          [{ name: 'b', template: 'tell', arguments: given('x', '{{steps.a.outputs.parameters.v}}') }],
        ]),
        leaf('leaf', { outputs: file('v') }),
        x({}),
      ],
      scenario: { a: succeeds({ v: '{{= 1 + 1 }} {{workflow.name}}' }) },
    });
    expect(nodeOf(one, 'b').inputs.x).toBe('2 wf');
  });

  it('a reference that is never filled in leaves the workflow waiting: stuck', () => {
    const one = played({
      templates: [
        dag('main', [
          { name: 'a', template: 'leaf', continueOn: { failed: true } },
          {
            name: 'b',
            template: 'tell',
            dependencies: ['a'],
            arguments: given('x', '{{tasks.a.outputs.parameters.v}}'),
          },
        ]),
        leaf('leaf', { outputs: file('v') }),
        x({}),
      ],
      scenario: { a: fails(1) },
    });
    expect(one.stuck).toEqual([{ node: 'wf.b', why: 'reference', what: 'tasks.a.outputs.parameters.v' }]);
  });
});
