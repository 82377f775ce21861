import { describe, expect, it } from 'vitest';
import { fails, nodeLost, outOfMemory, succeeds, writesNothing } from '../../src/simulate/index';
import { dag, file, leaf, nodeOf, played, shapes, steps } from './play';

describe('names and phases', () => {
  const nested = played({
    templates: [
      steps('main', [
        [{ name: 's', template: 'leaf', withItems: ['val'] }],
        [
          {
            name: 'd',
            template: 'dag',
            hooks: {
              exit: { template: 'leaf' },
              late: { template: 'leaf', expression: "steps.d.status == 'Succeeded'" },
            },
          },
        ],
        [
          { name: 'r', template: 'retried' },
          { name: 'c', template: 'set' },
          { name: 'no', template: 'leaf', when: 'a == b' },
        ],
      ]),
      dag('dag', [
        { name: 't', template: 'leaf', withItems: ['val'] },
        { name: 'u', template: 'leaf', depends: 't' },
      ]),
      leaf('leaf'),
      leaf('retried', { retryStrategy: { limit: '1' } }),
      { name: 'set', containerSet: { containers: [{ name: 'main' }, { name: 'next', dependencies: ['main'] }] } },
    ],
    spec: { onExit: 'leaf' },
  });

  it('a root is named as the workflow, groups R[0], steps R[0].s, tasks R.t, items R[0].s(0:val), attempts X(0), exits X.onExit, hooks X.hooks.NAME, containers X.ctr', () => {
    expect(shapes(nested)).toEqual([
      '[0] StepGroup Succeeded',
      '[0].s(0:val) Pod Succeeded',
      '[1] StepGroup Succeeded',
      '[1].d DAG Succeeded',
      '[1].d.t TaskGroup Succeeded',
      '[1].d.t(0:val) Pod Succeeded',
      '[1].d.u Pod Succeeded',
      '[1].d.hooks.late Pod Succeeded',
      '[1].d.onExit Pod Succeeded',
      '[2] StepGroup Succeeded',
      '[2].r Retry Succeeded',
      '[2].r(0) Pod Succeeded',
      '[2].c Pod Succeeded',
      '[2].c.main Container Succeeded',
      '[2].c.next Container Succeeded',
      '[2].no Skipped Skipped',
      '.onExit Pod Succeeded',
    ]);
  });

  it("an id is the workflow's name and an FNV-32a hash of the node's name, except the root's", () => {
    // What Go's hash/fnv gives for 'wf.train'.
    const { nodes } = played({
      templates: [dag('main', [{ name: 'train', template: 'leaf' }]), leaf('leaf')],
      metadata: { name: 'wf' },
    });
    expect(nodes.map(({ id }) => id)).toEqual(['wf', 'wf-2572425624']);
  });

  it("a display name is the name without the boundary's, and without the group", () => {
    expect(nested.nodes.map(({ displayName }) => displayName)).toEqual([
      ...['wf', '[0]', 's(0:val)', '[1]', 'd', 't', 't(0:val)', 'u', 'd.hooks.late', 'd.onExit', '[2]', 'r', 'r(0)'],
      ...['c', 'main', 'next', 'no', 'wf.onExit'],
    ]);
  });

  it('skipped, omitted and errored before creation are all of type Skipped', () => {
    const run = played({
      templates: [
        dag('main', [
          { name: 'a', template: 'leaf', when: '1 == 2' },
          { name: 'b', template: 'leaf', depends: 'a.Failed' },
          { name: 'c', template: 'missing' },
        ]),
        leaf('leaf'),
      ],
    });
    expect(shapes(run).toSorted()).toEqual(['.a Skipped Skipped', '.b Skipped Omitted', '.c Skipped Error']);
  });

  it.each([
    ['Succeeded', 'Succeeded', succeeds()],
    ['Failed', 'Failed', fails(1)],
    ['Error', 'Error', writesNothing],
  ] as const)('a root that is %s makes the workflow %s', (_, phase, outcome) => {
    expect(played({ templates: [leaf('main', { outputs: file('v') })], scenario: { main: outcome } }).phase).toBe(
      phase,
    );
  });

  it('a root that is skipped makes the workflow Succeeded', () => {
    const run = played({ templates: [steps('main', [[{ name: 'a', template: 'main', when: 'x == y' }]])] });
    expect([run.phase, nodeOf(run, 'a').phase]).toEqual(['Succeeded', 'Skipped']);
  });
});

describe('pods', () => {
  it.each([
    ['a user container that exits non-zero makes the node Failed', fails(3), 'Failed', 'main: Error (exit code 3)'],
    ['one that is out of memory makes it Failed', outOfMemory, 'Failed', 'main: OOMKilled (exit code 137)'],
    [
      'an output file that is missing makes it Error',
      writesNothing,
      'Error',
      'wait: Error (exit code 1): open /mainctrfs/out/v: no such file or directory',
    ],
    ['a failure and a missing file make it Failed', fails(1), 'Failed', 'main: Error (exit code 1)'],
    [
      'a lost node makes it Failed',
      nodeLost,
      'Failed',
      'pod failed: neither main nor wait container completed successfully',
    ],
  ] as const)('%s', (_, outcome, phase, message) => {
    const node = nodeOf(played({ templates: [leaf('main', { outputs: file('v') })], scenario: { main: outcome } }), '');
    expect([node.phase, node.message]).toEqual([phase, message]);
  });

  it('a file that is missing is its default, and one newline at the end is cut off', () => {
    const templates = [
      leaf('main', {
        outputs: { parameters: [...(file('v', 'none').parameters ?? []), ...(file('w').parameters ?? [])] },
      }),
    ];
    expect(nodeOf(played({ templates, scenario: { main: succeeds({ v: null, w: 'two\n\n' }) } }), '').outputs).toEqual({
      v: 'none',
      w: 'two\n',
    });
  });

  it('the exit code is an output, of failures too', () => {
    expect(nodeOf(played({ templates: [leaf('main')], scenario: { main: fails(7) } }), '').exitCode).toBe('7');
  });
});
