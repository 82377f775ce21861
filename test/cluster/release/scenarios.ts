import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withEnv } from '../container';
import { cannotPull, exits, killed, oomKilled, succeeds } from '../kubelet/outcome';
import type { Engine, Release, Rows } from './engine';
import { type Gourmetgram, startGourmetgram } from './gourmetgram';
import { at, start } from './reading';
import type { State } from './state';
import type { Behaviour } from './world/behaviour';

// The table of golden flows of the system that gourmetgram is made after, row by row: production runs version 1, staging and
// canary version 2, and version 3 comes. Training, its tests and the build are told; everything else runs. Where we
// differ from the words of the table:
//
// - There is no alias `staging-approved`: the record of an environment says what is `good`, and nothing reads an alias.
// - Deployed is what git names by digest. Tags of images are not moved; in the registry they stay where the build set them.
// - Checks are ended by the first that does not pass; that of the version, `wait-rollout`, comes before all others.
// - `error` is taken back by this example's policy. Without one it is held, as in S16.
// - The split of the traffic is not part of the example yet.
const trained = ['train', 'evaluate', 'register-model', 'build-code', 'append-layer'];
const checks = ['check-http-predict', 'check-pods', 'check-load-predict', 'check-pods-again', 'prove-again'];
const upTo = (check: string): readonly string[] => [
  'begin-gate',
  'wait-rollout',
  ...checks.slice(0, checks.indexOf(check) + 1),
  'record-verdict',
];
/** What a candidate leaves that did not pass. */
const out = (reason: RegExp, verdict: 'fail' | 'error' = 'fail'): Partial<State> => ({
  development: '3',
  staging: at('2', { candidate: '3', rejected: ['3'] }),
  canary: start.canary,
  production: start.production,
  tagged: ['3'],
  verdicts: [['3', verdict, expect.stringMatching(reason)]],
});

const moreBehaviours = [
  ['G-S3 a bad architecture', 'bad-architecture', 'check-http-predict', /status 500/],
  ['G-S5 one whose p95 is 2 s or more', 'slow', 'check-load-predict', /p95 2\d\d\d/],
  ['G-S5 one of whose requests 95 % or fewer succeed', 'flaky', 'check-load-predict', /success rate/],
] as const;

/** Plays the table on an engine. */
export function playScenarios(engine: Engine, { every }: Rows): void {
  describe(`gourmetgram on ${engine.name}, run from its committed manifests`, () => {
    let gourmetgram: Gourmetgram;
    beforeAll(async () => {
      gourmetgram = await startGourmetgram(engine);
    });
    afterAll(() => gourmetgram.stop());
    beforeEach(() => gourmetgram.reset());

    async function expectState(run: Release, state: Partial<State>): Promise<void> {
      expect(await gourmetgram.state(), run.log).toEqual({ ...start, development: expect.anything(), ...state });
      expect(run.unforetold()).toEqual([]);
    }

    /** A night: training left a version that behaves so. */
    async function night(behaviour: Behaviour = 'good', inCanary?: Behaviour): Promise<Release> {
      const candidate = await gourmetgram.build(behaviour, inCanary);
      return gourmetgram.run('cron-train', { scenario: gourmetgram.trains(candidate) });
    }

    // What a check finds is a file, not what it prints (2.1-1); one that does not pass is no
    // failed step, and what comes after it is decided by one word (2.1-2, 2.1-3).
    it('G-S1 brings a version that passes into canary', async () => {
      const run = await night();
      expect(run.ran, run.log).toEqual([
        ...trained,
        ...upTo('prove-again'),
        'read-decision',
        'promote',
        'settle-staging',
      ]);
      expect(run.phase).toBe('Succeeded');
      await expectState(run, {
        development: '3',
        staging: at('3'),
        canary: at('3'),
        verdicts: [['3', 'pass', expect.any(String)]],
      });
    });

    it('G-S2 lets nothing follow on a version whose tests fail', async () => {
      const candidate = await gourmetgram.build();
      const evaluate = succeeds({ verdict: 'fail', reason: '2 of 12 tests failed' });
      const run = await gourmetgram.run('cron-train', { scenario: { ...gourmetgram.trains(candidate), evaluate } });
      expect(run.ran, run.log).toEqual(['train', 'evaluate', 'fail', 'settle-staging']);
      expect(run.log).toContain('rejected: 2 of 12 tests failed');
      expect(run.phase).toBe('Failed');
      await expectState(run, {});
    });

    it.for([
      ['G-S4 one that is killed for its memory', 'oversized', '', /OOMKilled/],
      ...(every ? moreBehaviours : []),
    ] as const)('%s: goes back to the last good version', async ([, behaviour, last, reason]) => {
      const run = await night(behaviour);
      expect(run.ran, run.log).toEqual([
        ...trained,
        ...upTo(last),
        'read-decision',
        'revert',
        'reverted',
        'settle-staging',
      ]);
      expect(run.phase).toBe('Failed');
      await expectState(run, out(reason));
    });

    it('G-S7 two bad versions in turn: goes back to the last good one both times', async () => {
      const first = await night('bad-architecture');
      expect(first.unforetold()).toEqual([]);
      const run = await night('slow');
      expect(run.phase, run.log).toBe('Failed');
      await expectState(run, {
        staging: at('2', { candidate: '4', rejected: ['3', '4'] }),
        tagged: ['3', '4'],
        verdicts: [
          ['3', 'fail', expect.any(String)],
          ['4', 'fail', expect.any(String)],
        ],
      });
    });

    // Each may have found that all is well, and said so. On Argo it is an error, and the policy of this example takes it back;
    // on Tekton, where nothing can go on after it, the run's end holds the version.
    const passed = { verdict: 'pass', reason: 'fine' };
    it.for([
      ['runs out of memory, and its node says so', { ...oomKilled, files: passed }],
      ['runs out of memory, and its node does not say so', { ...killed, files: passed }],
      ['has an image that can not be pulled', cannotPull],
    ] as const)('G-S10 the pod of a check %s: the version is not promoted', async ([, outcome]) => {
      await gourmetgram.vary({ timeouts: { 'check-pods': '8s' } });
      const candidate = await gourmetgram.build();
      const scenario = { ...gourmetgram.trains(candidate), 'check-pods': outcome };
      const run = await gourmetgram.run('cron-train', { scenario });
      expect(run.phase, run.log).toBe('Failed');
      expect(run.ran).toEqual(
        engine.killedCheckIs === 'an error'
          ? [...trained, ...upTo('check-pods'), 'read-decision', 'revert', 'reverted', 'settle-staging']
          : [...trained, ...upTo('check-pods').slice(0, -1), 'settle-staging'],
      );
      await expectState(
        run,
        engine.killedCheckIs === 'an error'
          ? out(/(?:left no reason|fine)/, 'error')
          : { staging: at('3', { good: '2', hold: 'no-verdict' }) },
      );
    });

    it('G-S12 canary can not take it: canary goes back, staging keeps what passed', async () => {
      const run = await night('good', 'oversized');
      expect(run.ran.slice(-4), run.log).toEqual(['read-decision', 'promote', 'promote-failed', 'settle-staging']);
      expect(run.phase).toBe('Failed');
      await expectState(run, {
        staging: at('3'),
        canary: at('2', { candidate: '3' }),
        verdicts: [['3', 'pass', expect.any(String)]],
      });
    });

    if (!every) return;

    // The other policy of the table, `fail`, is not that of the example.
    it('G-S6 a first version that does not pass: goes back to the image of before the first training', async () => {
      await gourmetgram.install();
      const run = await night('bad-architecture');
      expect(run.ran, run.log).toContain('revert');
      expect(run.phase).toBe('Failed');
      const untouched = at('0', { candidate: null, deployed: null, good: null, alias: null });
      await expectState(run, {
        staging: at('0', { candidate: '1', good: null, rejected: ['1'], alias: null }),
        canary: untouched,
        production: untouched,
        tagged: ['1'],
        verdicts: [['1', 'fail', expect.any(String)]],
      });
    });

    it('G-S6 a first version that passes: is the first in canary', async () => {
      await gourmetgram.install();
      const run = await night();
      expect(run.phase, run.log).toBe('Succeeded');
      await expectState(run, {
        staging: at('1'),
        canary: at('1'),
        production: at('0', { candidate: null, deployed: null, good: null, alias: null }),
        verdicts: [['1', 'pass', expect.any(String)]],
      });
    });

    // Not `fail`: the cluster says all is well, so it may be anybody's fault.
    it('G-S8 the old pod still answers: never passes', async () => {
      const run = await night('stale');
      expect(run.ran, run.log).toEqual([
        ...trained,
        ...upTo(''),
        'read-decision',
        'revert',
        'reverted',
        'settle-staging',
      ]);
      expect(run.phase).toBe('Failed');
      await expectState(run, out(/another version answers: expected 1.0.3, found 1.0.2/, 'error'));
    });

    it('G-S9 the build fails: nothing is deployed', async () => {
      const candidate = await gourmetgram.build();
      const scenario = { ...gourmetgram.trains(candidate), 'append-layer': exits(1) };
      const run = await gourmetgram.run('cron-train', { scenario });
      expect(run.ran, run.log).toEqual([...trained, 'settle-staging']);
      expect(run.phase).toBe('Failed');
      await expectState(run, {});
    });

    it('G-S10 the image of the candidate can not be pulled: goes back, too', async () => {
      const run = await night('unpullable');
      expect(run.phase, run.log).toBe('Failed');
      await expectState(run, out(/ImagePullBackOff/));
    });

    // The alias names what is deployed, so it stays at version 3: staging is as it was found.
    it('G-S11 the image of the last good version is gone: says so, touches nothing', async () => {
      await gourmetgram.removeImage('2');
      const run = await night('bad-architecture');
      expect(run.phase).toBe('Failed');
      expect(run.ran, run.log).toContain('revert-failed');
      await expectState(run, {
        staging: at('3', { good: '2', hold: 'baseline-missing', rejected: ['3'] }),
        tagged: ['3'],
        verdicts: [['3', 'fail', expect.any(String)]],
      });
    });

    // With the policy of the row, `onError: 'hold'`.
    it('G-S16 a version that is held, and then a bad one: goes back to the last good one', async () => {
      await gourmetgram.vary({ container: (container) => withEnv(container, { ON_ERROR: 'hold' }) });
      const three = await gourmetgram.build();
      const held = await gourmetgram.run('cron-train', {
        scenario: {
          ...gourmetgram.trains(three),
          'check-pods': succeeds({ verdict: 'error', reason: 'nobody knows' }),
        },
      });
      expect(held.ran.slice(-4), held.log).toEqual(['read-decision', 'hold', 'held', 'settle-staging']);
      await expectState(held, {
        staging: at('3', { good: '2', hold: 'error' }),
        verdicts: [['3', 'error', expect.any(String)]],
      });
      const run = await night('bad-architecture');
      expect(run.phase, run.log).toBe('Failed');
      await expectState(run, {
        staging: at('2', { candidate: '4', rejected: ['4'] }),
        tagged: ['4'],
        verdicts: [
          ['3', 'error', expect.any(String)],
          ['4', 'fail', expect.any(String)],
        ],
      });
    });
  });
}
