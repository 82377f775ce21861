import { describe, expect, it } from 'vitest';
import { dag, file, given, leaf, nodeOf, played, steps } from './play';

const v = leaf('leaf', { outputs: file('v') });
const x = { parameters: [{ name: 'x', value: 'it' }] };

describe('when', () => {
  it.each([
    ['foo == foo', 'Succeeded'],
    ['foo != foo', 'Skipped'],
    ['{{inputs.parameters.x}} == it', 'Succeeded'],
    ['"{{inputs.parameters.x}}" == "it"', 'Succeeded'],
    ['it in (it, that)', 'Succeeded'],
    ['it =~ "^i"', 'Succeeded'],
    ['1 + 1 == 2 && !(3 > 4)', 'Succeeded'],
    ['1 == "1"', 'Skipped'],
    ['true', 'Succeeded'],
    ["{{= inputs.parameters.x == 'it' }}", 'Succeeded'],
    ['True', 'Error'],
    ['a-b == c', 'Error'],
    ['', 'Succeeded'],
  ])('of steps and of tasks alike: %s', (when, phase) => {
    const inSteps = played({
      templates: [steps('main', [[{ name: 'a', template: 'leaf', when, withItems: ['one'] }]], { inputs: x }), v],
    });
    const inDag = played({
      templates: [dag('main', [{ name: 'a', template: 'leaf', when, withItems: ['one'] }], { inputs: x }), v],
    });
    for (const one of [inSteps, inDag]) expect(nodeOf(one, 'a(0:one)').phase).toBe(phase);
  });

  it('says what is no condition', () => {
    const one = played({ templates: [dag('main', [{ name: 'a', template: 'leaf', when: 'True' }]), v] });
    expect(nodeOf(one, 'a').message).toContain("Expected boolean evaluation for 'True'");
  });

  it('with a tag that nobody fills in gives a hint to quote', () => {
    const one = played({
      templates: [dag('main', [{ name: 'a', template: 'leaf', when: '{{nobody.knows}} == x' }]), v],
    });
    expect(nodeOf(one, 'a').message).toMatch(
      /^Invalid 'when' expression '\{\{nobody.knows\}\} == x': .*hint: try wrapping/,
    );
  });

  it('that is false spares broken references', () => {
    for (const kind of ['steps', 'tasks'] as const) {
      const call = {
        name: 'b',
        template: 'leaf',
        when: 'a == b',
        arguments: given('x', `{{${kind}.a.outputs.parameters.nothing}}`),
      };
      const templates =
        kind === 'steps'
          ? [steps('main', [[{ name: 'a', template: 'leaf' }], [call]]), v]
          : [
              dag('main', [
                { name: 'a', template: 'leaf' },
                { ...call, depends: 'a' },
              ]),
              v,
            ];
      expect(nodeOf(played({ templates }), 'b').phase).toBe('Skipped');
    }
  });

  it('on an output that never comes waits for ever: stuck, with the reference', () => {
    const one = played({
      templates: [
        steps('main', [
          [{ name: 'a', template: 'leaf' }],
          [{ name: 'b', template: 'leaf', when: '{{steps.a.outputs.parameters.w}} == x' }],
        ]),
        v,
      ],
    });
    expect(one.phase).toBe('Running');
    expect(one.stuck).toEqual([{ node: 'wf[1]', why: 'reference', what: 'steps.a.outputs.parameters.w' }]);
  });

  it('of a condition without item and a list, each item has a node', () => {
    const one = played({
      templates: [steps('main', [[{ name: 'a', template: 'leaf', when: 'x == y', withItems: ['p', 'q'] }]]), v],
    });
    expect(['a(0:p)', 'a(1:q)'].map((name) => nodeOf(one, name).phase)).toEqual(['Skipped', 'Skipped']);
  });
});
