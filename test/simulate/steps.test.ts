import { describe, expect, it } from 'vitest';
import { fails, succeeds, writesNothing } from '../../src/simulate/index';
import { file, given, leaf, nodeOf, played, shapes, steps } from './play';

const v = leaf('leaf', { outputs: file('v') });

describe('steps', () => {
  it('groups run in order, and within a group all start together', () => {
    const run = played({
      templates: [
        steps('main', [
          [
            { name: 'a', template: 'leaf' },
            { name: 'b', template: 'leaf' },
          ],
          [{ name: 'c', template: 'leaf' }],
        ]),
        v,
      ],
      scenario: { a: succeeds({}, { takes: '5m' }) },
    });
    const [a, b, c] = ['a', 'b', 'c'].map((name) => nodeOf(run, name));
    expect(a?.startedAt).toEqual(b?.startedAt);
    expect(c?.startedAt).toEqual(a?.finishedAt);
  });

  it('all steps of a group finish before it is judged, and later groups are never created', () => {
    const run = played({
      templates: [
        steps('main', [
          [
            { name: 'a', template: 'leaf' },
            { name: 'b', template: 'leaf' },
          ],
          [{ name: 'c', template: 'leaf' }],
        ]),
        v,
      ],
      scenario: { a: fails(1), b: succeeds({}, { takes: '1h' }) },
    });
    expect(shapes(run)).toEqual(['[0] StepGroup Failed', '[0].a Pod Failed', '[0].b Pod Succeeded']);
    expect(nodeOf(run, '[0]').finishedAt).toEqual(nodeOf(run, 'b').finishedAt);
  });

  it('a group fails with the id of the child, and the steps node too', () => {
    const run = played({
      templates: [steps('main', [[{ name: 'a', template: 'leaf' }]]), v],
      scenario: { a: fails(1) },
    });
    const message = `child '${nodeOf(run, 'a').id}' failed`;
    expect([nodeOf(run, '[0]').message, nodeOf(run, '').message, run.message]).toEqual([message, message, message]);
  });

  it('the steps node is Failed even for a child in Error', () => {
    const run = played({
      templates: [steps('main', [[{ name: 'a', template: 'leaf' }]]), v],
      scenario: { a: writesNothing },
    });
    expect([nodeOf(run, 'a').phase, nodeOf(run, '[0]').phase, run.phase]).toEqual(['Error', 'Failed', 'Failed']);
  });

  it.each([
    ['failed', fails(1), 'failed', 'Succeeded'],
    ['error', writesNothing, 'error', 'Succeeded'],
    ['failed', writesNothing, 'error', 'Failed'],
    ['error', fails(1), 'failure', 'Failed'],
  ] as const)('continueOn.%s of %o: an %s is %s', (kind, outcome, _, phase) => {
    const run = played({
      templates: [steps('main', [[{ name: 'a', template: 'leaf', continueOn: { [kind]: true } }]]), v],
      scenario: { a: outcome },
    });
    expect(run.phase).toBe(phase);
  });

  it('a condition that is none makes the child Skipped and Error, the group Error, the steps Failed', () => {
    const run = played({ templates: [steps('main', [[{ name: 'a', template: 'leaf', when: 'a-b' }]]), v] });
    expect([nodeOf(run, '[0]').phase, run.phase]).toEqual(['Error', 'Failed']);
  });

  it('a condition on an item that is none makes a child of type Skipped in Error', () => {
    const run = played({
      templates: [steps('main', [[{ name: 'a', template: 'leaf', when: '{{item}} ==', withItems: ['x'] }]]), v],
    });
    expect(shapes(run)).toEqual(['[0] StepGroup Error', '[0].a(0:x) Skipped Error']);
    expect(run.phase).toBe('Failed');
  });

  it('a false condition leaves a node that says so', () => {
    const run = played({
      templates: [
        steps('main', [[{ name: 'a', template: 'leaf', when: '{{inputs.parameters.x}} == b' }]], {
          inputs: { parameters: [{ name: 'x', value: 'c' }] },
        }),
        v,
      ],
    });
    expect(nodeOf(run, 'a').message).toBe("when 'c == b' evaluated false");
  });

  it('an empty list leaves one Skipped node', () => {
    const run = played({ templates: [steps('main', [[{ name: 'a', template: 'leaf', withParam: '[]' }]]), v] });
    expect([nodeOf(run, 'a').phase, nodeOf(run, 'a').message, run.phase]).toEqual([
      'Skipped',
      'Skipped, empty params',
      'Succeeded',
    ]);
  });

  it('outputs are computed only on success', () => {
    const outputs = { parameters: [{ name: 'o', valueFrom: { parameter: '{{steps.a.outputs.parameters.v}}' } }] };
    const templates = [
      steps('main', [[{ name: 'a', template: 'leaf' }], [{ name: 'b', template: 'leaf' }]], { outputs }),
      v,
    ];
    expect(nodeOf(played({ templates, scenario: { a: succeeds({ v: '7' }) } }), '').outputs).toEqual({ o: '7' });
    expect(nodeOf(played({ templates, scenario: { a: succeeds({ v: '7' }), b: fails(1) } }), '').outputs).toEqual({});
  });

  it("an output's expression sees inputs and workflow.outputs, and no other name of the workflow", () => {
    const outputs = {
      parameters: [
        { name: 'input', valueFrom: { expression: 'inputs.parameters.x' } },
        { name: 'global', valueFrom: { expression: 'workflow.outputs.parameters.g' } },
        { name: 'name', valueFrom: { expression: 'workflow.name', default: 'unseen' } },
      ],
    };
    const globally = leaf('globally', {
      outputs: { parameters: [{ name: 'v', valueFrom: { path: '/v' }, globalName: 'g' }] },
    });
    const templates = [
      steps('main', [[{ name: 'a', template: 'globally' }]], {
        inputs: { parameters: [{ name: 'x', value: 'y' }] },
        outputs,
      }),
      globally,
    ];
    expect(nodeOf(played({ templates, scenario: { a: succeeds({ v: '7' }) } }), '').outputs).toEqual({
      input: 'y',
      global: '7',
      name: 'unseen',
    });
  });

  it('the last group of a template may be empty of work and still hands on', () => {
    const run = played({
      templates: [
        steps('main', [
          [{ name: 'a', template: 'leaf', withParam: '[]' }],
          [{ name: 'b', template: 'leaf', arguments: given('x', '1') }],
        ]),
        v,
      ],
    });
    expect(nodeOf(run, 'b').phase).toBe('Succeeded');
  });
});
