import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, type SimulationPlan } from '../../../src/simulate/compile';
import { propertiesOf } from '../../../src/simulate/explore/all-properties';
import { playAlone } from '../../../src/simulate/explore/explore';
import { explorerOf } from '../../../src/simulate/explore/explorer';
import type { History } from '../../../src/simulate/explore/history';
import type { Roles } from '../../../src/simulate/explore/roles';
import type { Subject } from '../../../src/simulate/explore/subject';
import { pipelineSubject } from '../../../src/simulate/tekton/explore/pipeline-subject';
import type { TektonRuns } from '../../../src/simulate/tekton/run/copy-runs';
import { pipelines } from '../../cluster/compare/tekton/generate-pipelines';
import { searchPlainly, TooMany } from '../plain-search';
import { task as bare, param, result, when } from './play';

const properties = propertiesOf(undefined);

/** A pipeline, and what of each step is tried beside its good end. */
interface Case {
  readonly spec: object;
  readonly run?: object;
  readonly roles?: Roles;
  readonly tried: readonly string[];
}

function subjectOf({ spec, run = {}, roles = {}, tried }: Case): {
  readonly plan: SimulationPlan;
  readonly subject: Subject<TektonRuns>;
} {
  const plan = compile([
    {
      apiVersion: 'tekton.dev/v1',
      kind: 'PipelineRun',
      metadata: { name: 'run' },
      spec: { pipelineSpec: spec, ...run },
    },
  ]);
  const subject = plan.tekton && pipelineSubject(plan.tekton, { roles });
  if (subject === undefined) throw new Error('there is no pipeline');
  const choicesFor: typeof subject.choicesFor = (leaf, template) =>
    subject.choicesFor(leaf, template).filter(({ deviation }, index) => index === 0 || tried.includes(deviation));
  return { plan, subject: { ...subject, choicesFor } };
}

/** What is found with all shortcuts and without any, in the same words. */
function bothWays(given: Case, most = 600) {
  const { plan, subject } = subjectOf(given);
  const told = (history: History) => {
    const broken = properties.filter(({ needs }) => needs(subject.effects) === undefined);
    return [
      `ends ${history.phase}`,
      ...broken.flatMap(({ name, broken }) => (broken(history, subject.gates) === undefined ? [] : [name])),
    ];
  };
  const plain = searchPlainly(subject, told, most);
  const explorer = explorerOf(subject, plan, properties, {}, 200);
  const timeless = playAlone(explorer.round(false));
  const needsTime = explorer.needsTime(timeless);
  const found = needsTime ? playAlone(explorer.round(true)) : timeless;
  const { violations } = explorer.conclude(found);
  return { plain, found, needsTime, subject, violations };
}

function expectAlike(given: Case, most?: number) {
  const { plain, found, needsTime, subject, violations } = bothWays(given, most);
  expect(plain.wrong.timed).toEqual([]);
  // A search that does not tell times apart has to notice where they count.
  if (!needsTime) expect(plain.wrong.timeless).toEqual([]);
  if (plain.longest >= subject.deadline) expect(needsTime).toBe(true);
  expect(found.scenarios).toBe(plain.scenarios);
  expect(new Map(violations.map(({ property, scenario }) => [property, scenario.length]))).toEqual(
    new Map([...plain.fewest].filter(([name]) => !name.startsWith('ends '))),
  );
  return { ...plain, needsTime, plays: found.plays };
}

/** What tasks of these names do, whoever gets them. */
const roles: Roles = { a: 'locks', b: 'deploys', c: 'gate:r=yes', d: 'promotes', e: 'reverts', z0: 'unlocks' };

const deviations = ["r is 'no'", "r is 'yes'", 'r is nonsense', 'writes no r', 'exits with 1', 'is killed'];
const troubles = ['hangs', 'never starts', 'the machine or the engine fails'];

const cases: fc.Arbitrary<Case> = fc
  .tuple(
    pipelines.filter(({ tasks, last }) => tasks.length + last.length <= 5),
    fc.uniqueArray(fc.constantFrom(...deviations), { maxLength: 2 }),
    fc.constantFrom('', '', ...troubles),
  )
  .map(([{ tasks, last, results }, tried, trouble]) => {
    const names = [...tasks, ...last].map(({ name = '' }) => name);
    const own = Object.entries(roles).filter(([name]) => names.includes(name));
    return {
      spec: { tasks, finally: last, results },
      run: { timeouts: { pipeline: '4h' } },
      roles: Object.fromEntries(own),
      tried: [...tried, trouble],
    };
  });

describe('a search that shares beginnings and merges states', () => {
  it('finds what playing each scenario from its beginning finds, in generated pipelines', () => {
    let [compared, merged, timed] = [0, 0, 0];
    fc.assert(
      fc.property(cases, (given) => {
        try {
          const found = expectAlike(given);
          compared += 1;
          merged += found.merged;
          timed += found.needsTime ? 1 : 0;
        } catch (problem) {
          if (problem instanceof TooMany) fc.pre(false);
          throw problem;
        }
      }),
      { numRuns: 60, seed: 20_260_707 },
    );
    // It compares something.
    expect(compared).toBe(60);
    expect(merged).toBeGreaterThan(100);
    expect(timed).toBeGreaterThan(0);
  }, 120_000);

  const two = [{ name: 'r' }, { name: 's' }];
  const failing = ['exits with 1', 'writes no r'];
  /** A list of two, where others have one item. */
  const words = '["x","y"]';
  /** Its second step begins when others have ended. */
  const slow = {
    results: [{ name: 'r' }],
    steps: [
      { name: 'first', image: 'x' },
      { name: 'main', image: 'x', command: ['x', '$(results.r.path)'] },
    ],
  };
  const list = { results: [{ name: 'r', type: 'array' }] };
  const fixed: readonly (readonly [string, Case])[] = [
    [
      'a result that two tasks read, one after the other',
      {
        spec: {
          tasks: [
            bare('a', {}, { results: two }),
            bare('b', { params: param('p', result('a')) }),
            bare('c', { runAfter: ['b'], params: param('p', result('a', 's')) }),
          ],
        },
        tried: ['writes no s', 'r is nonsense', ...failing],
      },
    ],
    [
      'an item of a list that may be too short, of which a task reads that is left out',
      {
        spec: {
          tasks: [
            bare('a', {}, list),
            bare('d'),
            bare('b', {}, slow),
            bare('c', { params: [...param('p', result('b')), ...param('q', result('a', 'r[1]'))] }),
            bare('e', when(result('d'), words)),
          ],
          finally: [bare('z0')],
        },
        roles: { z0: 'reverts' },
        tried: [`r is '${words}'`, 'exits with 1'],
      },
    ],
    [
      'an item of a list that may be too short, which only the pipeline hands on',
      {
        spec: {
          tasks: [bare('a', {}, list), bare('b', { runAfter: ['a'] }), bare('d'), bare('e', when(result('d'), words))],
          results: [{ name: 'o', value: result('a', 'r[1]') }],
        },
        tried: [`r is '${words}'`, ...failing],
      },
    ],
    [
      'last tasks that ask how and why others failed',
      {
        spec: {
          tasks: [
            bare('a'),
            bare('b', { onError: 'continue' }),
            bare('c', {}, slow),
            bare('d', { runAfter: ['a', 'c'] }),
          ],
          finally: [
            bare('z0', when('$(tasks.a.reason)', 'StepOOM')),
            bare('z1', when('$(tasks.b.status)', 'Failed')),
            bare('z2', when('$(tasks.status)', 'Completed')),
          ],
        },
        roles: { a: 'deploys', z0: 'reverts', z1: 'holds', z2: 'promotes' },
        tried: ['is killed', 'exits with 1'],
      },
    ],
    [
      'steps of one pod that read what the one before left',
      {
        spec: {
          tasks: [
            bare(
              'a',
              {},
              {
                results: [{ name: 'r' }],
                steps: [
                  { name: 'first', image: 'x', onError: 'continue', results: [{ name: 'word' }] },
                  {
                    name: 'second',
                    image: 'x',
                    when: [{ input: '$(steps.first.results.word)', operator: 'in', values: ['word'] }],
                    command: ['x', '$(results.r.path)'],
                  },
                  { name: 'third', image: 'x', command: ['x', '$(steps.first.exitCode)'] },
                ],
              },
            ),
            bare('b', when(result('a'), 'r')),
          ],
        },
        tried: ['writes no word', 'word is nonsense', ...failing],
      },
    ],
    [
      'a loop of which the number of items is a result, and its length is read',
      {
        spec: {
          tasks: [
            bare('a', {}, list),
            bare(
              'b',
              { matrix: { params: [{ name: 'p', value: '$(tasks.a.results.r[*])' }] } },
              { params: [{ name: 'p' }] },
            ),
            bare('c', { runAfter: ['b'], params: param('p', '$(tasks.b.matrix.length)') }),
          ],
        },
        tried: failing,
      },
    ],
    [
      'what others decide, in a pipeline in a pipeline',
      {
        spec: {
          tasks: [
            {
              name: 'a',
              pipelineSpec: {
                tasks: [
                  { name: 'ask', taskRef: { apiVersion: 'example.dev/v1', kind: 'Ask', name: 'ask' } },
                  bare('b', when(result('ask', 'word'), 'approve')),
                ],
              },
            },
            bare('c', { runAfter: ['a'] }),
          ],
        },
        roles: { c: 'promotes' },
        tried: ['is refused', 'nobody resumes it', 'exits with 1'],
      },
    ],
    [
      'attempts that follow each other',
      {
        spec: { tasks: [bare('a', { retries: 2 }), bare('b', when(result('a'), 'yes'))] },
        roles: { a: 'gate:r=yes', b: 'promotes' },
        tried: ["r is 'no'", ...failing],
      },
    ],
    [
      'times that may be over for all tasks, for the last ones, and for one',
      {
        spec: {
          tasks: [
            bare('a', { timeout: '40m', onError: 'continue' }),
            bare('b', { runAfter: ['a'], timeout: '40m', onError: 'continue' }),
            bare('c', { runAfter: ['b'], timeout: '40m' }),
          ],
          finally: [bare('z0', { timeout: '5m' })],
        },
        run: { timeouts: { pipeline: '1h10m', tasks: '1h', finally: '10m' } },
        roles: { a: 'deploys', z0: 'reverts' },
        tried: ['hangs', 'exits with 1'],
      },
    ],
    [
      'a condition that the simulator can not evaluate',
      {
        spec: { tasks: [bare('a'), bare('b', { when: [{ cel: "'$(tasks.a.results.r)'.size() > 1" }] } as object)] },
        tried: failing,
      },
    ],
  ];

  it.for(fixed)('finds what playing each scenario from its beginning finds: %s', ([, given]) => {
    expectAlike(given);
  });
});
