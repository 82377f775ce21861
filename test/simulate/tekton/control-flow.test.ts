import { describe, expect, it } from 'vitest';
import { fails, nodeLost, outOfMemory, succeeds, waits, writesNothing } from '../../../src/simulate/index';
import { ends, node, param, played, result, task, when } from './play';

const no = succeeds({ r: 'no' });
const guarded = 'When Expressions evaluated to false';

describe('a task that is left out', () => {
  it('by its condition holds nobody up who only waits for it', () => {
    const run = played([task('a'), task('b', { ...when(result('a'), 'yes') }), task('c', { runAfter: ['b'] })], {
      scenario: { a: no },
    });
    expect(ends(run)).toEqual({ a: 'Succeeded', b: guarded, c: 'Succeeded' });
    expect(run).toMatchObject({ phase: 'Succeeded', reason: 'Completed' });
    expect(run.message).toBe('Tasks Completed: 2 (Failed: 0, Cancelled 0), Skipped: 1');
  });

  it('takes along who reads its results, and who waits for those', () => {
    const reads = task('c', { params: param('p', result('b')) });
    const run = played([task('a'), task('b', when(result('a'), 'yes')), reads, task('d', { runAfter: ['c'] })], {
      scenario: { a: no },
    });
    expect(ends(run)).toMatchObject({ b: guarded, c: 'Results were missing', d: 'Parent Tasks were skipped' });
  });

  it.each([
    ['in', guarded],
    ['notin', 'Results were missing'],
  ])('has no result that a condition with %s could read', (operator, reason) => {
    const reads = task('c', { when: [{ input: result('b'), operator, values: ['x'] }] });
    const run = played([task('a'), task('b', when(result('a'), 'yes')), reads], { scenario: { a: no } });
    expect(ends(run).c).toBe(reason);
  });

  it('after a failure was stopped, whatever its condition says', () => {
    const run = played([task('a'), task('b', { runAfter: ['a'], ...when('no', 'yes') })], {
      scenario: { a: fails(2) },
    });
    expect(ends(run)).toEqual({ a: 'StepFailed', b: 'PipelineRun was stopping' });
    expect(node(run, 'a').message).toBe('"step-main" exited with code 2: Error');
    expect(run).toMatchObject({ phase: 'Failed', reason: 'Failed' });
  });

  it('has an empty list for its matrix', () => {
    const matrix = { params: [{ name: 'm', value: '$(tasks.a.results.r[*])' }] };
    const run = played([task('a', {}, { results: [{ name: 'r', type: 'array' }] }), task('b', { matrix })], {
      scenario: { a: succeeds({ r: '[]' }) },
    });
    expect(ends(run).b).toBe('Matrix Parameters have an empty array');
  });
});

describe('a result that is missing', () => {
  const reader = task('b', { params: param('p', result('a')) });

  it('of a task that succeeded fails the run, and finally runs', () => {
    const run = played([task('a'), reader], { scenario: { a: writesNothing }, last: [task('z')] });
    expect(run).toMatchObject({ phase: 'Failed', reason: 'PipelineValidationFailed' });
    expect(ends(run)).toEqual({ a: 'Succeeded', z: 'Succeeded' });
  });

  it('keeps the run going until its time is over where others wait for the reader', () => {
    const run = played([task('a'), reader, task('c', { runAfter: ['b'] })], {
      scenario: { a: writesNothing },
      last: [task('z')],
    });
    expect(run).toMatchObject({ phase: 'Failed', reason: 'PipelineRunTimeout' });
    expect(run.stuck).toMatchObject([{ node: 'run.b', why: 'reference' }]);
    expect(ends(run)).toMatchObject({ c: 'Parent Tasks were skipped', z: 'PipelineRun timeout has been reached' });
  });

  it('that no Task declares is refused before anything runs', () => {
    const run = played([task('a'), task('b', { params: param('p', result('a', 'other')) })]);
    expect(run).toMatchObject({ phase: 'Failed', reason: 'InvalidTaskResultReference' });
    expect(run.message).toContain('"other" is not a named result returned by pipeline task "a"');
  });

  it('of the pipeline fails a run only if its task succeeded', () => {
    const pipeline = { results: [{ name: 'of', value: result('a') }] };
    expect(played([task('a')], { pipeline, scenario: { a: writesNothing } }).reason).toBe('CouldntGetPipelineResult');
    const ignored = [task('a', { onError: 'continue' })];
    expect(played(ignored, { pipeline, scenario: { a: fails(1) } })).toMatchObject({ phase: 'Succeeded', outputs: {} });
  });
});

describe('a failure that is ignored', () => {
  it('ends green, its results are read, and tasks.status says Failed', () => {
    const run = played([task('a', { onError: 'continue' }), task('b', { params: param('p', result('a')) })], {
      scenario: { a: fails(1, { r: 'half' }) },
      last: [task('z', when('$(tasks.status)', 'Failed')), task('y', when('$(tasks.a.reason)', 'FailureIgnored'))],
    });
    expect(ends(run)).toEqual({ a: 'FailureIgnored', b: 'Succeeded', z: 'Succeeded', y: 'Succeeded' });
    expect(node(run, 'b').inputs).toEqual({ p: 'half' });
    expect(run).toMatchObject({
      phase: 'Succeeded',
      message: 'Tasks Completed: 4 (Failed: 1 (Ignored: 1), Cancelled 0), Skipped: 0',
    });
  });
});

describe('finally', () => {
  it.each([
    ['Succeeded', {}, 'Succeeded', 'Succeeded'],
    ['Failed', { a: fails(1) }, 'Failed', 'Failed'],
    ['Completed', { a: no }, 'Succeeded', 'None'],
  ])('is told that the run %s', (all, scenario, first, second) => {
    const run = played([task('a'), task('b', when(result('a'), 'r'))], {
      scenario,
      last: [
        task('z', {
          params: [
            ...param('all', '$(tasks.status)'),
            ...param('a', '$(tasks.a.status)'),
            ...param('b', '$(tasks.b.status)'),
          ],
        }),
      ],
    });
    expect(node(run, 'z').inputs).toEqual({ all, a: first, b: all === 'Failed' ? 'None' : second });
  });

  it('leaves out who reads what was not left, and says whose failure ends the run red', () => {
    const run = played([task('a')], {
      scenario: { a: writesNothing, z: fails(1) },
      last: [task('y', { params: param('p', result('a')) }), task('z')],
    });
    expect(ends(run)).toEqual({ a: 'Succeeded', y: 'Results were missing', z: 'StepFailed' });
    expect(run.reason).toBe('Failed');
  });
});

describe('attempts', () => {
  it('are made of the same task at once, each with the whole time', () => {
    const run = played([task('a', { retries: 2, timeout: '1m' })], {
      scenario: { a: [{ kind: 'hangs' }, nodeLost, succeeds()] },
    });
    expect(node(run, 'a')).toMatchObject({ phase: 'Succeeded', retries: 2 });
    expect(node(run, 'a').finishedAt?.getTime()).toBe(node(run, 'a').startedAt.getTime() + 60_002 + 22_000);
  });

  it('are given up after the last', () => {
    const run = played([task('a', { retries: 1 })], { scenario: { a: fails(1) } });
    expect(node(run, 'a')).toMatchObject({ phase: 'Failed', reason: 'StepFailed', retries: 1 });
  });
});

describe('a matrix', () => {
  const list = (name: string, value: readonly string[]) => ({ name, value });

  it('runs each combination, a later parameter in the outer loop, and what is included', () => {
    const run = played([
      task('m', {
        matrix: {
          params: [list('a', ['1', '2']), list('b', ['x', 'y'])],
          include: [
            {
              name: 'more',
              params: [
                { name: 'a', value: '1' },
                { name: 'c', value: 'z' },
              ],
            },
            { name: 'new', params: [{ name: 'a', value: '3' }] },
          ],
        },
      }),
    ]);
    const inputs = run.nodes.filter(({ type }) => type === 'TaskRun').map((each) => each.inputs);
    expect(inputs).toEqual([
      { a: '1', b: 'x', c: 'z' },
      { a: '2', b: 'x' },
      { a: '1', b: 'y', c: 'z' },
      { a: '2', b: 'y' },
      { a: '3' },
    ]);
  });

  it('is gathered in the order of the names of its runs, which are texts', () => {
    const values = Array.from({ length: 11 }, (_, i) => `v${i}`);
    const run = played(
      [
        task('m', { matrix: { params: [list('p', values)] } }),
        task('all', { params: param('p', '$(tasks.m.results.r[*])') }),
      ],
      {
        scenario: (leaf) => (leaf.path.startsWith('m(') ? succeeds({ r: leaf.inputs.p ?? '' }) : undefined),
      },
    );
    expect(JSON.parse(node(run, 'all').inputs.p ?? '')).toEqual(['v0', 'v1', 'v10', ...values.slice(2, 10)]);
  });

  it('fails as one, and is named item by item', () => {
    const run = played([task('m', { matrix: { params: [list('p', ['a', 'b'])] } })], {
      scenario: { 'm(1:b)': fails(1) },
    });
    expect(ends(run)).toEqual({ 'm(0:a)': 'Succeeded', 'm(1:b)': 'StepFailed' });
    expect(run.phase).toBe('Failed');
  });

  it('of more than 256 combinations is refused', () => {
    const run = played([task('m', { matrix: { params: [list('p', Array.from({ length: 257 }, String))] } })]);
    expect(run).toMatchObject({ phase: 'Failed', reason: 'PipelineValidationFailed' });
  });
});

describe('a custom task', () => {
  const asks = { name: 'ask', taskRef: { apiVersion: 'example.dev/v1', kind: 'Approval', name: 'person' } };

  it('is answered by the scenario, with the results that others read', () => {
    const tasks = [asks, task('go', when(result('ask', 'decision'), 'approve'))];
    expect(ends(played(tasks))).toEqual({ ask: 'Succeeded', go: 'Succeeded' });
    expect(ends(played(tasks, { scenario: { ask: succeeds({ decision: 'refuse' }) } })).go).toBe(guarded);
    expect(ends(played(tasks, { scenario: { person: fails(1) } }))).toMatchObject({ ask: 'Failed' });
  });

  it('that nobody answers is given up after an hour', () => {
    expect(ends(played([asks], { scenario: { ask: waits } })).ask).toMatch(/CustomRunTimedOut|TaskRunCancelled/);
  });
});

describe('a pipeline inside a task', () => {
  it('is played like one of its own', () => {
    const inner = { tasks: [task('in'), task('on', { runAfter: ['in'] })] };
    const tasks = [{ name: 'sub', pipelineSpec: inner }, task('after', { runAfter: ['sub'] })];
    expect(ends(played(tasks))).toEqual({ sub: 'Succeeded', after: 'Succeeded' });
    expect(ends(played(tasks, { scenario: { on: outOfMemory } }))).toEqual({
      sub: 'Failed',
      after: 'PipelineRun was stopping',
    });
  });
});

describe('what a run is given', () => {
  const pipeline = { params: [{ name: 'must' }, { name: 'may', default: 'x-$(params.must)' }] };
  const shows = task('a', { params: param('p', '$(params.must) $(params.may) $(context.pipelineRun.name)') });

  it('reaches tasks, with defaults made of one another', () => {
    const run = played([shows], { pipeline, run: { params: [{ name: 'must', value: 'm' }] } });
    expect(node(run, 'a').inputs.p).toBe('m x-m run');
  });

  it('has to be there', () => {
    expect(played([shows], { pipeline })).toMatchObject({ phase: 'Failed', reason: 'ParameterMissing' });
    const wants = task('a', {}, { params: [{ name: 'p' }] });
    expect(played([wants]).message).toContain('missing values for these params which have no default values: [p]');
    expect(played([task('a')], { pipeline: { workspaces: [{ name: 'w' }] } }).reason).toBe('InvalidWorkspaceBindings');
    expect(played([{ name: 'a', taskRef: { name: 'nowhere' } }]).reason).toBe('CouldntGetTask');
    expect(played([task('a', { runAfter: ['b'] }), task('b', { runAfter: ['a'] })]).reason).toBe(
      'PipelineInvalidGraph',
    );
  });
});
