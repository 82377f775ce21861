import { expect, it } from 'vitest';
import { drawn, workflow } from './workflow';

const judge = '{ name: judge, template: judge }';
const verdict = 'steps.judge?.outputs?.parameters?.verdict';
const red = '- { name: red, container: { image: a, command: [sh, -c, "echo no; exit 1"] } }';

const cases: readonly [string, string, readonly string[]][] = [
  [
    'steps one after the other, and beside each other',
    '- name: main\n  steps: [[{ name: a, template: t }], [{ name: b, template: t }, { name: c, template: t }], [{ name: d, template: t }]]',
    ['a --> b', 'a --> c', 'b --> d', 'c --> d'],
  ],
  [
    'no arrow that another way says already',
    '- name: main\n  dag: { tasks: [{ name: a, template: t }, { name: b, template: t, depends: a }, { name: c, template: t, depends: a && b }] }',
    ['a --> b', 'b --> c'],
  ],
  [
    'both arms of a branch, with their words',
    `- name: main\n  steps: [[${judge}], [{ name: a, template: t, when: "{{= ${verdict} == 'pass' }}" }, { name: b, template: t, when: "{{= ${verdict} in ['fail', 'error', 'inconclusive'] }}" }]]`,
    ['judge -pass-> a', 'judge -fail or error or inconclusive-> b'],
  ],
  [
    'the older language of conditions',
    '- name: main\n  steps: [[{ name: flip, template: t }], [{ name: a, template: t, when: \'{{steps.flip.outputs.result}} == heads\' }, { name: b, template: t, when: \'"{{steps.flip.outputs.result}}" == "tails"\' }]]',
    ['flip -heads-> a', 'flip -tails-> b'],
  ],
  [
    'that it is done where a word leads nowhere else',
    `- name: main\n  steps: [[${judge}], [{ name: stop, template: red, when: "{{= ${verdict} != 'pass' }}" }]]\n${red}`,
    ['judge -not pass-> stop | ends red', 'judge -pass-> done'],
  ],
  [
    'what comes after a branch, from the arms that do not end red',
    `- name: main\n  steps: [[${judge}], [{ name: a, template: t, when: "{{= ${verdict} == 'pass' }}" }, { name: stop, template: red, when: "{{= ${verdict} != 'pass' }}" }], [{ name: z, template: t }]]\n${red}`,
    ['judge -pass-> a', 'judge -not pass-> stop | ends red', 'a --> z'],
  ],
  [
    'what comes after what may be left out, both ways',
    `- name: main\n  steps: [[${judge}], [{ name: a, template: t, when: "{{= ${verdict} == 'pass' }}" }], [{ name: z, template: t }]]`,
    ['judge -pass-> a', 'a --> z', 'judge -not pass-> z'],
  ],
  [
    'what is looked at in a diamond, where another step comes before',
    `- name: main\n  steps: [[${judge}], [{ name: m, template: t }], [{ name: a, template: t, when: "{{= ${verdict} == 'pass' }}" }, { name: b, template: t, when: "{{= ${verdict} == 'fail' }}" }]]`,
    [
      'judge --> m',
      'm --> judge verdict',
      'judge verdict -pass-> a',
      'judge verdict -fail-> b',
      'judge verdict -error or inconclusive-> done',
    ],
  ],
  [
    'a condition of its own in a diamond at the start',
    "- name: main\n  steps: [[{ name: a, template: t, when: '{{workflow.parameters.force}} == true' }], [{ name: b, template: t }]]",
    ['force -true-> a', 'a --> b', 'force -not true-> b'],
  ],
  [
    'a condition that is no comparison in its own words',
    "- name: main\n  steps: [[{ name: num, template: t }], [{ name: a, template: t, when: '{{steps.num.outputs.result}} > 5 && {{steps.num.outputs.result}} < 9' }]]",
    ['num -num > 5 && num < 9-> a', 'num -otherwise-> done'],
  ],
  [
    'a verdict that a wrapper hands on, without the wrapper',
    [
      `- name: main\n  dag: { tasks: [{ name: gate, template: gate }, { name: on-gate, template: on-gate, depends: gate.Succeeded || gate.Failed || gate.Errored,`,
      `    arguments: { parameters: [{ name: v, value: "{{= tasks.gate.status == 'Succeeded' ? tasks.gate?.outputs?.parameters?.verdict : 'error' }}" }] } }] }`,
      '- name: gate\n  steps: [[{ name: probe, template: probe, continueOn: { failed: true } }]]',
      `- name: on-gate\n  steps: [[{ name: pass, template: promote, when: "{{= inputs.parameters['v'] == 'pass' }}" }, { name: fail, template: revert, when: "{{= inputs.parameters.v == 'fail' }}" }]]`,
    ].join('\n'),
    ['probe -pass-> promote', 'probe -fail-> revert', 'probe -error or inconclusive-> done'],
  ],
  [
    'what is known already without asking again',
    [
      `- name: main\n  dag: { tasks: [{ name: judge, template: t }, { name: match, template: match, depends: judge, arguments: { parameters: [{ name: v, value: "{{tasks.judge.outputs.parameters.verdict}}" }] } },`,
      `    { name: stop, template: red, depends: match.Succeeded, when: "{{= tasks.judge.outputs.parameters.verdict != 'pass' }}" }, { name: z, template: t, depends: stop.Skipped }] }`,
      `- name: match\n  steps: [[{ name: a, template: t, when: "{{= inputs.parameters.v == 'pass' }}" }, { name: b, template: t, when: "{{= inputs.parameters.v != 'pass' }}" }]]\n${red}`,
    ].join('\n'),
    ['judge -pass-> a', 'judge -not pass-> b', 'b --> stop | ends red', 'a --> z'],
  ],
  [
    'on which results a task waits',
    '- name: main\n  dag: { tasks: [{ name: a, template: t }, { name: b, template: t, depends: a.Failed || a.Errored }, { name: c, template: t, depends: a.Succeeded || a.Failed }, { name: d, template: t, depends: "!a.Succeeded" }, { name: e, template: t, dependencies: [a] }] }',
    ['a -failed-> b', 'a -always-> c', 'a -failed-> d', 'a --> e'],
  ],
  [
    'that a box failed',
    '- name: main\n  dag: { tasks: [{ name: a, template: two }, { name: b, template: t, depends: a.Failed }] }\n- name: two\n  steps: [[{ name: x, template: t }], [{ name: g, template: t }]]',
    ['x --> g', 'a -failed-> b'],
  ],
  [
    'hooks by dots',
    '- name: main\n  steps: [[{ name: a, template: t, onExit: tidy, hooks: { running: { template: tell, expression: "true" } } }], [{ name: b, template: t }]]\n- { name: tidy, container: { image: a } }',
    ['a .exit.> tidy', 'a .running.> tell', 'a --> b'],
  ],
];

it.each(cases)('draws %s', (_, templates, arrows) => {
  expect(drawn(workflow(templates)).arrows).toEqual(arrows);
});

const nodes: readonly [string, string, readonly string[]][] = [
  [
    'a person who approves, and a wait that nobody ends',
    '- name: main\n  steps: [[{ name: ask, template: ask }], [{ name: ok, template: ok }], [{ name: rest, template: rest }]]\n- { name: ask, suspend: { duration: 20h }, outputs: { parameters: [{ name: d, valueFrom: { supplied: {} } }] } }\n- { name: ok, suspend: {} }\n- { name: rest, suspend: { duration: 10s } }',
    ['{{ask | waits for a person, at most 20h}}', '{{ok | waits for a person}}', '(rest | waits 10s)'],
  ],
  [
    'loops',
    "- name: main\n  steps: [[{ name: a, template: t, withItems: [1, 2] }], [{ name: b, template: t, withSequence: { count: '5' } }], [{ name: c, template: t, withParam: '{{steps.a.outputs.result}}' }]]",
    ['[a | for each of 2 items]', '[b | 5 times]', '[c | for each item]'],
  ],
  [
    'what it can not look into',
    '- name: main\n  steps: [[{ name: a, templateRef: { name: other, template: run } }], [{ name: b, template: main }]]',
    ['[[a | other/run]]', '[[b again]]'],
  ],
  ['one template that is all there is', '- name: main\n  container: { image: a }', ['[main]']],
  [
    'red what always fails, and nothing that only may',
    [
      '- name: main\n  steps: [[{ name: a, template: red }, { name: b, template: may }, { name: c, template: never }, { name: d, template: script }]]',
      red,
      '- { name: may, container: { image: a, command: [sh, -c, "test -f x && exit 0; exit 1"] } }',
      '- { name: never, container: { image: a, command: ["false"] } }',
      '- { name: script, script: { image: a, command: [sh], source: "echo bad\\nexit 3\\n" } }',
    ].join('\n'),
    ['([a | ends red])', '[b]', '([c | ends red])', '([d | ends red])'],
  ],
];

it.each(nodes)('shows %s', (_, templates, expected) => {
  expect(drawn(workflow(templates)).nodes).toEqual(expected);
});

it('draws the exit handler apart', () => {
  const text = workflow('- name: main\n  steps: [[{ name: a, template: t }]]', { spec: 'onExit: tell' });
  const told = text.replace('  templates:\n', '  templates:\n  - { name: tell, container: { image: a } }\n');
  expect(drawn(told)).toEqual({ nodes: ['[a]', '[tell]'], arrows: [], boxes: ['at the end, whatever happened: tell'] });
});

it('draws the hooks of a run apart, too', () => {
  const spec = 'hooks: { exit: { template: t }, late: { template: u, expression: "workflow.duration > 60" } }';
  const text = workflow('- name: main\n  steps: [[{ name: a, template: t }, { name: b, template: u }]]', { spec });
  expect(drawn(text).boxes).toEqual(['at the end, whatever happened: t', 'hook late: u']);
});

it('draws tasks that have one name by mistake', () => {
  const tasks = '{ name: a, template: t }, { name: a, template: t }, { template: t }, { template: t, depends: a }';
  expect(drawn(workflow(`- name: main\n  dag: { tasks: [${tasks}] }`)).nodes).toEqual(['[a]', '[a]', '[t]', '[t]']);
});

it('opens templates of other documents in boxes, as deep as it is told', () => {
  const outer = workflow(
    '- name: main\n  steps: [[{ name: a, templateRef: { name: inner, template: main } }], [{ name: b, template: t }]]',
    { name: 'outer' },
  );
  const inner = workflow(
    '- name: main\n  steps: [[{ name: x, template: two }], [{ name: g, template: t }]]\n- name: two\n  steps: [[{ name: p, template: t }], [{ name: q, template: t }]]',
    { name: 'inner' },
  );
  expect(drawn(outer + inner)).toMatchObject({
    boxes: ['a: g', 'a / x: p, q'],
    arrows: ['p --> q', 'q --> g', 'g --> b'],
  });
  expect(drawn(outer + inner, { depth: 1 })).toMatchObject({ boxes: ['a: x, g'], arrows: ['x --> g', 'g --> b'] });
  expect(drawn(outer + inner, { depth: 0 })).toEqual({ nodes: ['[[a]]', '[b]'], boxes: [], arrows: ['a --> b'] });
});
