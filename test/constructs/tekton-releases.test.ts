import { describe, expect, it } from 'vitest';
import { tekton } from '../../src/engines/tekton/index';
import { Check, CronRetrain, PromoteOrRevert, Schedule, StagingTestGate, TrainingPipeline } from '../../src/index';
import { emittedBy } from '../engines/tekton/emitted';
import { type Played, type PlayedRun, play } from '../engines/tekton/play';
import { evaluation, promotion, train } from './nouns';

const engine = tekton('1.15');
const check = Check.http({ path: '/predict', expect: { status: 200 } });
const emitted = emittedBy((chart) => {
  const training = new TrainingPipeline(chart, 'train-fraud', { engine, train, evaluate: evaluation });
  const gate = new StagingTestGate(chart, 'test-staging', { engine, promotion, checks: [check, Check.pods()] });
  const decision = new PromoteOrRevert(chart, 'promote-or-revert', { engine, promotion });
  const run = training.followedBy(gate).followedBy(decision);
  const schedule = Schedule.cron('0 2 * * *', { timezone: 'Etc/UTC' });
  new CronRetrain(chart, 'nightly', { engine, run, schedule });
});

const digest = `sha256:${'a'.repeat(64)}`;
/** What programs leave on a night when all goes well. */
const well: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  train: { 'model-version': '7', digest, accuracy: '0.9' },
  evaluate: { verdict: 'pass', reason: 'good' },
  'begin-gate': { next: 'measure', deployed: digest, commit: 'c0ffee'.padEnd(40, '0') },
  'wait-rollout': { verdict: 'pass', reason: 'rolled out' },
  'check-http-predict': { verdict: 'pass', reason: 'answers' },
  'check-pods': { verdict: 'pass', reason: 'runs', baseline: 'b' },
  'prove-again': { verdict: 'pass', reason: 'still it' },
  'record-verdict': { verdict: 'pass', reason: 'recorded' },
  'read-decision': { decision: 'promote' },
  'promote-candidate': { outcome: 'promoted' },
  'revert-candidate': { outcome: 'reverted' },
  'hold-candidate': { outcome: 'held' },
  'settle-staging': { outcome: 'settled' },
};

/** Plays a night on which some programs leave something else. What is recorded is what was measured. */
function night(pipeline: string, leave: Readonly<Record<string, Played>>, params = {}): PlayedRun {
  return play(
    emitted,
    (step, { VERDICT }) =>
      leave[step] ?? { files: { ...well[step], ...(VERDICT === undefined ? {} : { verdict: VERDICT }) } },
    params,
    pipeline,
  );
}

/** Why a task is left out that the way of the night does not come by. */
const routed = ['When Expressions evaluated to false', 'PipelineRun was stopping'];
const says = (files: Readonly<Record<string, string>>): Played => ({ files });
const verdict = (word: string): Played => says({ verdict: word, reason: `it is ${word}`, baseline: 'b' });
/** Only what tells one night from another. */
const acts = ({ ran }: PlayedRun) =>
  ran.filter((task) => /^(begin-gate|(test-decide-)?record-verdict|(promote|revert|hold)-candidate)$/.test(task));
const measured = ['begin-gate', 'record-verdict'];
const checks = ['wait-rollout', 'check-http-predict', 'check-pods', 'prove-again'];

describe('a night on Tekton', () => {
  it.each<[string, Readonly<Record<string, Played>>, readonly string[], boolean]>([
    ['all is well', {}, [...measured, 'promote-candidate'], true],
    ['training fails', { train: { exit: 1 } }, [], false],
    ['the pod that trains is killed', { train: 'killed' }, [], false],
    ['the evaluation says fail', { evaluate: verdict('fail') }, [], false],
    ['the evaluation says error', { evaluate: verdict('error') }, [], false],
    ['the evaluation says inconclusive', { evaluate: verdict('inconclusive') }, [], false],
    ['the evaluation leaves nothing', { evaluate: {} }, [], false],
    ['the pod that evaluates is killed', { evaluate: 'killed' }, [], false],
    ['the gate refuses the candidate', { 'begin-gate': says({ next: 'end' }) }, ['begin-gate'], false],
    ['the gate can not begin', { 'begin-gate': { exit: 1 } }, ['begin-gate'], false],
    [
      'the candidate has a verdict already',
      { 'begin-gate': says({ next: 'decide' }) },
      ['begin-gate', 'test-decide-record-verdict', 'promote-candidate'],
      true,
    ],
    [
      'the verdict can not be recorded',
      { 'record-verdict': { exit: 1 }, 'read-decision': says({ decision: 'hold' }) },
      [...measured, 'hold-candidate'],
      false,
    ],
    [
      'the record says revert',
      { 'read-decision': says({ decision: 'revert' }) },
      [...measured, 'revert-candidate'],
      false,
    ],
    ['the record says hold', { 'read-decision': says({ decision: 'hold' }) }, [...measured, 'hold-candidate'], false],
    ['the record can not be read', { 'read-decision': {} }, measured, false],
    [
      'the promotion fails half-way',
      { 'promote-candidate': says({ outcome: 'promote-failed' }) },
      [...measured, 'promote-candidate'],
      false,
    ],
    ['the pod that promotes is killed', { 'promote-candidate': 'killed' }, [...measured, 'promote-candidate'], false],
    ['what promotes leaves no word', { 'promote-candidate': {} }, [...measured, 'promote-candidate'], false],
  ])('on which %s goes one way, settles at its end, and is green only with a promotion', (_, leave, ran, green) => {
    const run = night('nightly', leave);
    expect(acts(run)).toEqual(ran);
    expect(run.green).toBe(green);
    expect(run.ran.at(-1)).toBe('settle-staging');
    expect(Object.values(run.skipped).filter((why) => !routed.includes(why))).toEqual([]);
  });

  describe.each(checks)('on which %s', (check) => {
    it.each(['fail', 'error', 'inconclusive'])(
      'says %s records that, measures no further and acts by the record',
      (word) => {
        const decision = says({ decision: 'revert' });
        const run = night('nightly', { [check]: verdict(word), 'read-decision': decision });
        expect(run.given['record-verdict']?.env).toMatchObject({ VERDICT: word, REASON: `it is ${word}` });
        expect(run.ran.filter((task) => checks.includes(task))).toEqual(checks.slice(0, checks.indexOf(check) + 1));
        expect(acts(run)).toEqual([...measured, 'revert-candidate']);
        expect(run.green).toBe(false);
      },
    );

    it('is killed records nothing, decides nothing, and settles', () => {
      const run = night('nightly', { [check]: 'killed' });
      expect(acts(run)).toEqual(['begin-gate']);
      expect(run.green).toBe(false);
      expect(run.ran.at(-1)).toBe('settle-staging');
    });
  });

  it('tells the record which version it was, and its run', () => {
    const { given } = night('nightly', {});
    for (const step of ['begin-gate', 'record-verdict', 'read-decision', 'promote-candidate'])
      expect(given[step]?.env, step).toMatchObject({ MODEL_VERSION: '7', RUN: 'nightly-1' });
    expect(given['settle-staging']?.env).toMatchObject({ EXIT: 'true', RUN: 'nightly-1' });
    expect(given['wait-rollout']?.env).toMatchObject({ EXPECTED_VERSION: '1.0.7' });
  });
});

describe('a gate that is started by hand on Tekton', () => {
  const candidate = { 'model-version': '7', digest };
  it.each([
    ['pass', true],
    ['fail', false],
    ['error', false],
    ['inconclusive', false],
  ])('whose verdict is %s', (word, green) => {
    const run = night('test-staging', { 'check-http-predict': verdict(word) }, candidate);
    expect(run.green).toBe(green);
    expect(run.results).toMatchObject({ verdict: word });
    expect(run.ran.at(-1)).toBe('settle-staging');
  });

  it.each([
    ['no version', { ...candidate, 'model-version': 'latest' }],
    ['no digest', { ...candidate, digest: 'v7' }],
  ])('with %s touches nothing', (_, params) => {
    const run = night('test-staging', {}, params);
    expect(acts(run)).toEqual([]);
    expect(run.green).toBe(false);
  });
});
