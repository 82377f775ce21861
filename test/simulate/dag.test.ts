import { describe, expect, it } from 'vitest';
import type { DAGTask } from '../../src/schemas/argo/types';
import { fails, type Outcome, succeeds, writesNothing } from '../../src/simulate/index';
import { dag, file, leaf, nodeOf, played, shapes, steps } from './play';

const v = leaf('leaf', { outputs: file('v') });
const task = (name: string, more: Omit<DAGTask, 'name'> = {}): DAGTask => ({ name, template: 'leaf', ...more });
const run = (tasks: readonly DAGTask[], scenario: Record<string, Outcome> = {}, more = {}) =>
  played({ templates: [dag('main', tasks, more), v], scenario });
const phases = (one: ReturnType<typeof run>) =>
  Object.fromEntries(one.nodes.slice(1).map(({ displayName, phase }) => [displayName, phase]));

describe('a DAG', () => {
  it.each([
    ['Succeeded', succeeds(), 'Succeeded'],
    ['Failed', fails(1), 'Omitted'],
    ['Error', writesNothing, 'Omitted'],
  ] as const)('a dependency that is %s: a bare name in depends, and dependencies', (_, outcome, phase) => {
    for (const wait of [{ depends: 'a' }, { dependencies: ['a'] }])
      expect(phases(run([task('a'), task('b', wait)], { a: outcome })).b).toBe(phase);
  });

  it('a skipped dependency is as good as a succeeded one', () => {
    for (const wait of [{ depends: 'a' }, { dependencies: ['a'] }])
      expect(phases(run([task('a', { when: '1 == 2' }), task('b', wait)]))).toEqual({ a: 'Skipped', b: 'Succeeded' });
  });

  it('an omitted one is not, so that omission goes on unless it is asked for', () => {
    const tasks = [
      task('a'),
      task('b', { depends: 'a.Failed' }),
      task('c', { depends: 'b' }),
      task('d', { depends: 'b.Omitted' }),
    ];
    expect(phases(run(tasks))).toEqual({ a: 'Succeeded', b: 'Omitted', c: 'Omitted', d: 'Succeeded' });
  });

  it('an omitted task says why', () => {
    const b = nodeOf(run([task('a'), task('b', { depends: 'a.Failed' })]), 'b');
    expect([b.type, b.message]).toEqual(['Skipped', 'omitted: depends condition not met']);
  });

  it.each([
    [{ failed: true }, fails(1), 'Succeeded'],
    [{ error: true }, writesNothing, 'Succeeded'],
    [{ failed: true }, writesNothing, 'Omitted'],
    [{ error: true }, fails(1), 'Omitted'],
  ] as const)('with continueOn %o a dependency lets the next one run: %o', (continueOn, outcome, phase) => {
    expect(phases(run([task('a', { continueOn }), task('b', { dependencies: ['a'] })], { a: outcome })).b).toBe(phase);
  });

  it('names with a dash are names, not differences', () => {
    expect(phases(run([task('a-b'), task('c', { depends: 'a-b.Succeeded && !a-b.Failed' })])).c).toBe('Succeeded');
  });

  it.each([
    ['Succeeded', 'AnySucceeded', { 'a(0:x)': fails(1) }, 'Succeeded'],
    ['Failed', 'AnySucceeded', { a: fails(1) }, 'Omitted'],
    ['Failed', 'AllFailed', { a: fails(1) }, 'Succeeded'],
    ['Error', 'AllFailed', { 'a(0:x)': fails(1), 'a(1:y)': writesNothing }, 'Omitted'],
  ] as const)('of items of which one is %s, %s asks as it says', (_, word, scenario, phase) => {
    const tasks = [task('a', { withItems: ['x', 'y'] }), task('b', { depends: `a.${word}` })];
    expect(phases(run(tasks, scenario)).b).toBe(phase);
  });

  it('AllFailed is false for no items', () => {
    expect(phases(run([task('a', { withParam: '[]' }), task('b', { depends: 'a.AllFailed' })])).b).toBe('Omitted');
  });

  it('depends is read only when every dependency and its hooks are over', () => {
    const one = run([task('a', { hooks: { exit: { template: 'leaf' } } }), task('b', { depends: 'a' })], {
      'a.onExit': succeeds({}, { takes: '1h' }),
    });
    expect(nodeOf(one, 'b').startedAt).toEqual(nodeOf(one, 'a.onExit').finishedAt);
  });

  it('a depends that is none makes the task Error', () => {
    const one = run([task('a'), task('b', { depends: 'a.Succeeded &&' })]);
    expect([nodeOf(one, 'b').type, nodeOf(one, 'b').phase, one.phase]).toEqual(['Skipped', 'Error', 'Error']);
  });

  it('only targets and what is before them run', () => {
    const one = played({
      templates: [
        { name: 'main', dag: { target: 'b', tasks: [task('a'), task('b', { depends: 'a' }), task('c')] } },
        v,
      ],
    });
    expect(shapes(one)).toEqual(['.a Pod Succeeded', '.b Pod Succeeded']);
  });

  it('independent branches run to their end after a failure', () => {
    const one = run([task('a'), task('b'), task('c', { depends: 'b' })], {
      a: fails(1),
      b: succeeds({}, { takes: '1h' }),
    });
    expect(phases(one)).toEqual({ a: 'Failed', b: 'Succeeded', c: 'Succeeded' });
    expect(one.phase).toBe('Failed');
  });

  it('ends Error as well as Failed', () => {
    expect(run([task('a')], { a: writesNothing }).phase).toBe('Error');
    expect(run([task('a')], { a: fails(1) }).phase).toBe('Failed');
  });

  it('what is omitted counts as what came before it', () => {
    expect(run([task('a'), task('b', { depends: 'a' })], { a: fails(1) }).phase).toBe('Failed');
    expect(run([task('a'), task('b', { depends: 'a.Failed' })]).phase).toBe('Succeeded');
  });

  it('a later success in the branch makes up for a failure', () => {
    expect(run([task('a'), task('b', { depends: 'a.Failed' })], { a: fails(1) }).phase).toBe('Succeeded');
  });

  it('a target that fails is forgiven with continueOn', () => {
    expect(run([task('a', { continueOn: { failed: true } })], { a: fails(1) }).phase).toBe('Succeeded');
  });

  it('a failure inside a nested template that went on does not fail the DAG around it', () => {
    const one = played({
      templates: [
        dag('main', [{ name: 'a', template: 'inner' }, task('b', { depends: 'a' })]),
        steps('inner', [[{ name: 'x', template: 'leaf', continueOn: { failed: true } }]]),
        v,
      ],
      scenario: { x: fails(1) },
    });
    expect([nodeOf(one, 'a').phase, one.phase]).toEqual(['Succeeded', 'Succeeded']);
  });

  it('but with a task after it that is omitted, the branch is that of the failure', () => {
    const one = played({
      templates: [
        dag('main', [{ name: 'a', template: 'inner' }, task('b', { depends: 'a.Failed' })]),
        steps('inner', [[{ name: 'x', template: 'leaf', continueOn: { failed: true } }]]),
        v,
      ],
      scenario: { x: fails(1) },
    });
    expect([nodeOf(one, 'a').phase, nodeOf(one, 'b').phase, one.phase]).toEqual(['Succeeded', 'Omitted', 'Failed']);
  });

  it('template.failFast begins nothing more after a failure, and fails the node when no pod runs', () => {
    const templates = [{ ...dag('main', [task('a'), task('b'), task('c', { depends: 'b' })]), failFast: true }, v];
    const one = played({ templates, scenario: { a: fails(1), b: succeeds({}, { takes: '1h' }) } });
    expect(phases(one)).toEqual({ a: 'Failed', b: 'Succeeded' });
    expect([one.phase, one.message]).toEqual([
      'Failed',
      'template has failed or errored children and failFast enabled',
    ]);
  });

  it('a fan-out is a TaskGroup: Succeeded unless a child failed or erred, then as the last such child', () => {
    const one = run([task('a', { withItems: ['x', 'y', 'z'] })], { 'a(0:x)': fails(1), 'a(1:y)': writesNothing });
    expect(shapes(one)).toEqual([
      '.a TaskGroup Error',
      '.a(0:x) Pod Failed',
      '.a(1:y) Pod Error',
      '.a(2:z) Pod Succeeded',
    ]);
  });

  it('a fan-out whose items are all skipped is Succeeded', () => {
    expect(shapes(run([task('a', { withItems: ['x'], when: "'{{item}}' == 'y'" })]))).toEqual([
      '.a TaskGroup Succeeded',
      '.a(0:x) Skipped Skipped',
    ]);
  });

  it('outputs of tasks that did not run are their defaults', () => {
    const outputs = { parameters: [{ name: 'o', valueFrom: { parameter: '{{tasks.a.outputs.parameters.v}}' } }] };
    const templates = [
      dag('main', [{ name: 'a', template: 'defaulted', when: '1 == 2' }], { outputs }),
      leaf('defaulted', { outputs: file('v', 'none') }),
    ];
    expect(nodeOf(played({ templates }), '').outputs).toEqual({ o: 'none' });
  });
});
