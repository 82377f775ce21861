import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint/lint';

// How gates and promotions are put together by hand, in both engines.

const argo = (tasks: string) => `
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata:
  name: release
spec:
  entrypoint: main
  templates:
    - name: main
${tasks}
    - name: gate
      container:
        image: checker:1.4.2
        command: [check]
      outputs:
        parameters:
          - name: verdict
            valueFrom:
              path: /tmp/verdict
              default: error
    - name: act
      container:
        image: actor:1.4.2
        command: [act]
`;

const tekton = (tasks: string) => `
apiVersion: tekton.dev/v1
kind: Pipeline
metadata:
  name: release
spec:
${tasks}
`;

const task = (name: string, ...more: readonly string[]) =>
  [`    - name: ${name}`, '      taskRef:', `        name: ${name}`, ...more.map((line) => `      ${line}`)].join('\n');
const whenVerdict = (operator: string, word: string) =>
  `when: [{ input: $(tasks.gate.results.verdict), operator: ${operator}, values: [${word}] }]`;
const passes = `"'{{tasks.gate.outputs.parameters.verdict}}' == 'pass'"`;

const cases: readonly (readonly [what: string, codes: readonly string[], text: string])[] = [
  [
    'a promotion beside its gate, in one group of steps',
    ['MLL4059'],
    argo(`      steps:
        - - { name: gate, template: gate }
          - { name: promote, template: act }`),
  ],
  [
    'a promotion after a gate that may be skipped, in steps',
    ['MLL4059'],
    argo(`      steps:
        - - { name: gate, template: gate, when: "'{{workflow.name}}' != 'x'" }
        - - { name: promote, template: act }`),
  ],
  [
    'a promotion after a gate that may fail, in a DAG',
    ['MLL4059'],
    argo(`      dag:
        tasks:
          - { name: gate, template: gate }
          - { name: promote, template: act, depends: gate.Succeeded || gate.Failed }`),
  ],
  [
    'a promotion that waits for the deployment and not for the gate, in a DAG',
    ['MLL4059'],
    argo(`      dag:
        tasks:
          - { name: deploy-staging, template: act }
          - { name: gate, template: gate, depends: deploy-staging }
          - { name: promote, template: act, depends: deploy-staging }`),
  ],
  [
    'nothing in a promotion that only comes after a gate which succeeded',
    [],
    argo(`      dag:
        tasks:
          - { name: gate, template: gate }
          - { name: promote, template: act, depends: gate.Succeeded }`),
  ],
  [
    'a promotion after a gate whose failure is ignored, in Tekton',
    ['MLL4059'],
    tekton(`  tasks:\n${task('gate', 'onError: continue')}\n${task('promote', 'runAfter: [gate]')}`),
  ],
  [
    'a promotion at the end of every run, in Tekton',
    ['MLL4059'],
    tekton(`  tasks:\n${task('gate')}\n  finally:\n${task('promote')}`),
  ],
  [
    'nothing in a promotion in Tekton that comes after a gate without conditions',
    [],
    tekton(`  tasks:\n${task('gate')}\n${task('promote', 'runAfter: [gate]')}`),
  ],
  [
    'a promotion on every word but fail, in an expression',
    ['MLL4060'],
    argo(`      dag:
        tasks:
          - { name: gate, template: gate }
          - name: promote
            template: act
            depends: gate.Succeeded
            when: "{{= tasks.gate.outputs.parameters.verdict != 'fail' }}"
          - name: revert
            template: act
            depends: gate.Succeeded
            when: "{{= tasks.gate.outputs.parameters.verdict == 'fail' }}"`),
  ],
  [
    'a gate whose other words nobody hears, in a DAG',
    ['MLL4061'],
    argo(`      dag:
        tasks:
          - { name: gate, template: gate }
          - { name: promote, template: act, depends: gate.Succeeded, when: ${passes} }`),
  ],
  [
    'a gate whose other words nobody hears, in Tekton',
    ['MLL4061'],
    tekton(`  tasks:\n${task('gate')}\n${task('promote', whenVerdict('in', 'pass'))}`),
  ],
  [
    'nothing where the end of every run looks at the gate, in Tekton',
    [],
    tekton(
      `  tasks:\n${task('gate')}\n${task('promote', whenVerdict('in', 'pass'))}\n  finally:\n${task(
        'end-red',
        'when: [{ input: $(tasks.promote.status), operator: notin, values: [Succeeded] }]',
      )}`,
    ),
  ],
  [
    'an arm for a failure that a DAG does not reach',
    ['MLL4062'],
    argo(`      dag:
        tasks:
          - { name: gate, template: gate }
          - { name: revert, template: act, depends: gate, when: "'{{tasks.gate.status}}' == 'Failed'" }`),
  ],
  [
    'an arm for all but success that steps do not reach',
    ['MLL4062'],
    argo(`      steps:
        - - { name: gate, template: gate }
        - - { name: revert, template: act, when: "{{steps.gate.status}} != Succeeded" }`),
  ],
  [
    'nothing in one whose gate may fail',
    [],
    argo(`      steps:
        - - { name: gate, template: gate, continueOn: { failed: true } }
        - - { name: revert, template: act, when: "{{steps.gate.status}} != Succeeded" }`),
  ],
  [
    'nothing in one whose gate may be skipped',
    [],
    argo(`      steps:
        - - { name: gate, template: gate, when: "'{{workflow.name}}' != 'x'" }
        - - { name: revert, template: act, when: "{{steps.gate.status}} != Succeeded" }`),
  ],
  [
    'nothing in one whose gate loops over what may be nothing',
    [],
    argo(`      steps:
        - - { name: gate, template: gate, withParam: '{{workflow.parameters.all}}' }
        - - { name: revert, template: act, when: "{{steps.gate.status}} != Succeeded" }`),
  ],
  [
    'nothing in one whose gate goes on as a daemon',
    [],
    argo(`      steps:
        - - { name: gate, template: gate }
        - - { name: revert, template: act, when: "{{steps.gate.status}} != Succeeded" }`).replace(
      '- name: gate\n',
      '- name: gate\n      daemon: true\n',
    ),
  ],
  [
    'an arm for all but success that a DAG does not reach',
    ['MLL4062'],
    argo(`      dag:
        tasks:
          - { name: gate, template: gate }
          - { name: revert, template: act, depends: gate, when: "'{{tasks.gate.status}}' != 'Succeeded'" }`),
  ],
  [
    'nothing in one that a DAG reaches after an error',
    [],
    argo(`      dag:
        tasks:
          - { name: gate, template: gate }
          - { name: revert, template: act, depends: gate.Succeeded || gate.Errored, when: "'{{tasks.gate.status}}' != 'Succeeded'" }`),
  ],
  [
    'nothing in one that a DAG reaches when its gate is left out',
    [],
    argo(`      dag:
        tasks:
          - { name: first, template: act }
          - { name: gate, template: gate, depends: first }
          - { name: revert, template: act, depends: gate.Succeeded || gate.Omitted, when: "'{{tasks.gate.status}}' != 'Succeeded'" }`),
  ],
  [
    'nothing in an arm for a failure that asks for it in depends',
    [],
    argo(`      dag:
        tasks:
          - { name: gate, template: gate }
          - { name: revert, template: act, depends: gate.Failed }`),
  ],
  [
    'a revert that needs a result of what failed',
    ['MLL2506'],
    tekton(
      `  tasks:\n${task('gate')}\n  finally:\n${task('rollback', 'params: [{ name: to, value: $(tasks.gate.results.baseline) }]')}`,
    ),
  ],
  [
    'a task that reads results of two words',
    ['MLL2507'],
    tekton(
      `  tasks:\n${task('gate')}\n${task('left', whenVerdict('in', 'a'))}\n${task('right', whenVerdict('in', 'b'))}\n${task(
        'join',
        'params: [{ name: a, value: $(tasks.left.results.x) }, { name: b, value: $(tasks.right.results.x) }]',
      )}`,
    ),
  ],
];

describe('of gates and promotions that are put together by hand, the lint', () => {
  it.each(cases)('finds %s', (_what, codes, text) => {
    const found = lint([{ file: 'release.yaml', text }]);
    expect(found.map(({ code }) => code)).toEqual(codes);
  });
});
