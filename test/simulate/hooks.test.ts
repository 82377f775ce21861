import { describe, expect, it } from 'vitest';
import { fails, succeeds, writesNothing } from '../../src/simulate/index';
import { dag, file, given, leaf, nodeOf, played, shapes, steps } from './play';

const v = leaf('leaf', { outputs: file('v') });
const tell = leaf('tell', { inputs: { parameters: [{ name: 'x', default: 'nothing' }] } });

describe('the exit handler of a workflow', () => {
  const run = (
    main: ReturnType<typeof succeeds>,
    exit: ReturnType<typeof succeeds>,
    spec: object = { onExit: 'bye' },
  ) =>
    played({
      templates: [steps('main', [[{ name: 'a', template: 'leaf' }]]), v, leaf('bye')],
      scenario: { a: main, bye: exit },
      spec,
    });

  it.each([
    [succeeds(), succeeds(), 'Succeeded'],
    [succeeds(), fails(1), 'Failed'],
    [fails(1), succeeds(), 'Failed'],
    [fails(1), fails(1), 'Failed'],
  ] as const)(
    '%o, then %o: a failure of the handler turns a green run red, else the run stays as it was',
    (main, exit, phase) => {
      for (const spec of [{ onExit: 'bye' }, { hooks: { exit: { template: 'bye' } } }])
        expect(run(main, exit, spec).phase).toBe(phase);
    },
  );

  it('runs when everything else is over, as WF.onExit', () => {
    const one = run(fails(1), succeeds());
    expect(nodeOf(one, '.onExit').startedAt).toEqual(nodeOf(one, '').finishedAt);
  });

  it('knows the status and the failures', () => {
    const templates = [
      steps('main', [[{ name: 'a', template: 'leaf' }]]),
      v,
      { ...tell, inputs: { parameters: [{ name: 'x', value: '{{workflow.status}} {{workflow.failures}}' }] } },
    ];
    const { x = '' } = nodeOf(
      played({ templates, scenario: { a: fails(1) }, spec: { onExit: 'tell' } }),
      '.onExit',
    ).inputs;
    expect(x).toMatch(/^Failed "/);
    const failures = JSON.parse(JSON.parse(x.slice(x.indexOf('"'))) as string) as {
      displayName: string;
      templateName: string;
      podName: string;
    }[];
    expect(failures.map(({ displayName, templateName }) => `${displayName} ${templateName}`)).toContain('a leaf');
    expect(nodeOf(played({ templates, spec: { onExit: 'tell' } }), '.onExit').inputs.x).toBe('Succeeded "null"');
  });

  it('sees workflow.status Running before', () => {
    const templates = [
      steps('main', [
        [{ name: 'a', template: 'leaf' }],
        [{ name: 'b', template: 'tell', arguments: given('x', '{{workflow.status}}') }],
      ]),
      v,
      tell,
    ];
    expect(nodeOf(played({ templates }), 'b').inputs.x).toBe('Running');
  });
});

describe('the exit hook of a step or task', () => {
  const templates = (call: object) => ({
    steps: [steps('main', [[{ name: 'a', template: 'leaf', ...call }]]), v, tell],
    tasks: [dag('main', [{ name: 'a', template: 'leaf', ...call }]), v, tell],
  });
  const each = (call: object, scenario = {}) =>
    Object.entries(templates(call)).map(([kind, all]) => [kind, played({ templates: all, scenario })] as const);

  it('runs after a node that has ended, never after one that was skipped', () => {
    for (const [, one] of each({ onExit: 'tell' })) expect(nodeOf(one, 'a.onExit').phase).toBe('Succeeded');
    for (const [, one] of each({ onExit: 'tell' }, { a: fails(1) }))
      expect(nodeOf(one, 'a.onExit').phase).toBe('Succeeded');
    for (const [, one] of each({ onExit: 'tell', when: 'a == b' }))
      expect(one.nodes.some(({ hooked }) => hooked)).toBe(false);
  });

  it('never runs after one that was omitted', () => {
    const one = played({
      templates: [
        dag('main', [
          { name: 'a', template: 'leaf' },
          { name: 'b', template: 'leaf', depends: 'a.Failed', onExit: 'tell' },
        ]),
        v,
        tell,
      ],
    });
    expect(shapes(one)).toEqual(['.a Pod Succeeded', '.b Skipped Omitted']);
  });

  it('is waited for', () => {
    for (const [, one] of each({ onExit: 'tell' }, { tell: succeeds({}, { takes: '1h' }) }))
      expect(nodeOf(one, '').finishedAt).toEqual(nodeOf(one, 'a.onExit').finishedAt);
  });

  it('that fails fails neither the group nor the DAG', () => {
    for (const [, one] of each({ onExit: 'tell' }, { tell: fails(1) }))
      expect([nodeOf(one, 'a.onExit').phase, one.phase]).toEqual(['Failed', 'Succeeded']);
  });

  it('may have a condition', () => {
    for (const kind of ['steps', 'tasks'] as const) {
      const hook = { hooks: { exit: { template: 'tell', expression: `${kind}.a.status == 'Failed'` } } };
      expect(played({ templates: templates(hook)[kind] }).nodes.some(({ hooked }) => hooked)).toBe(false);
      expect(
        played({ templates: templates(hook)[kind], scenario: { a: fails(1) } }).nodes.some(({ hooked }) => hooked),
      ).toBe(true);
    }
  });

  it('may read what the node left, of the last attempt if it was retried', () => {
    for (const kind of ['steps', 'tasks'] as const) {
      const hook = {
        template: 'retried',
        hooks: { exit: { template: 'tell', arguments: given('x', `{{${kind}.a.outputs.parameters.v}}`) } },
      };
      const all = [...templates(hook)[kind], leaf('retried', { outputs: file('v'), retryStrategy: { limit: '2' } })];
      const one = played({ templates: all, scenario: { a: [fails(1, { v: 'first' }), succeeds({ v: 'second' })] } });
      expect(nodeOf(one, 'a.onExit').inputs.x).toBe('second');
    }
  });

  it('is counted by failFast', () => {
    const all = [
      {
        ...steps('main', [[{ name: 'a', template: 'leaf', onExit: 'tell' }], [{ name: 'b', template: 'leaf' }]]),
        failFast: true,
      },
      v,
      tell,
    ];
    expect(played({ templates: all, scenario: { tell: fails(1) } }).phase).toBe('Failed');
  });
});

describe('the exit hook of a loop in a DAG', () => {
  const looped = dag('main', [
    { name: 'a', template: 'inner', withItems: ['x', 'y'], hooks: { exit: { template: 'tell' } } },
  ]);
  const inner = (failFast: boolean) =>
    steps(
      'inner',
      [
        [
          { name: 'b', template: 'leaf' },
          { name: 'c', template: 'leaf' },
        ],
      ],
      { failFast },
    );
  const hooked = (failFast: boolean) =>
    shapes(played({ templates: [looped, inner(failFast), v, tell], scenario: { b: fails(1) } }))
      .filter((shape) => shape.includes('.onExit'))
      .map((shape) => shape.split(' ')[0]);

  it('runs for each item', () => {
    expect(hooked(false)).toEqual(['.a(0:x).onExit', '.a(1:y).onExit']);
  });

  // dag.go, executeDAGTask: after ErrParallelismReached it goes on with the node as it was before.
  it('runs for none where all items fail fast in one look', () => {
    expect(hooked(true)).toEqual([]);
  });
});

describe('other hooks', () => {
  it('need an expression', () => {
    const one = played({
      templates: [dag('main', [{ name: 'a', template: 'leaf', hooks: { h: { template: 'tell' } } }]), v, tell],
    });
    expect(one.phase).toBe('Error');
    expect(nodeOf(one, '').message).toBe('Expression required for hook wf.a.hooks.h');
  });

  it('run once, beside the node, as soon as the expression is true', () => {
    for (const kind of ['steps', 'tasks'] as const) {
      const call = {
        name: 'a',
        template: 'leaf',
        hooks: { h: { template: 'tell', expression: `${kind}["a"].status == "Running"` } },
      };
      const one = played({
        templates: [kind === 'steps' ? steps('main', [[call]]) : dag('main', [call]), v, tell],
        scenario: { a: succeeds({}, { takes: '1h' }) },
      });
      const [hook, node] = [nodeOf(one, 'a.hooks.h'), nodeOf(one, 'a')];
      expect(one.nodes.filter(({ hooked }) => hooked)).toHaveLength(1);
      expect(hook.startedAt.getTime()).toBeLessThan(node.finishedAt?.getTime() ?? 0);
    }
  });

  it('are waited for', () => {
    const call = {
      name: 'a',
      template: 'leaf',
      hooks: { h: { template: 'tell', expression: 'steps.a.status == "Running"' } },
    };
    const one = played({
      templates: [steps('main', [[call], [{ name: 'b', template: 'leaf' }]]), v, tell],
      scenario: { tell: succeeds({}, { takes: '1h' }) },
    });
    expect(nodeOf(one, 'b').startedAt).toEqual(nodeOf(one, 'a.hooks.h').finishedAt);
  });

  it('of the workflow run by its status', () => {
    const one = played({
      templates: [leaf('main', { outputs: file('v') }), tell],
      scenario: { main: writesNothing },
      spec: {
        hooks: {
          red: { template: 'tell', expression: "workflow.status == 'Error'" },
          green: { template: 'tell', expression: "workflow.status == 'Succeeded'" },
        },
      },
    });
    expect(shapes(one)).toEqual(['.hooks.red Pod Succeeded']);
    expect(one.phase).toBe('Error');
  });
});
