import { describe, expect, it } from 'vitest';
import {
  cannotPull,
  compile,
  createEnvironments,
  type EnvironmentState,
  type EnvironmentsOptions,
  errors,
  fails,
  matchers,
  outOfMemory,
  type PlayedNode,
  type PlayOptions,
  playPlan,
  resumed,
  type Scenario,
  type SimulationPlan,
  simulate,
  succeeds,
} from '../../src/testing/index';
import { committed } from '../synthesized';

// The table of golden flows of the system that gourmetgram is made after, row by row, as test/cluster/release plays it on the
// real controller: production runs version 1, staging and canary version 2, and version 3 comes. What differs from the words
// of the table is said there.
expect.extend(matchers);

const files = [...committed('gourmetgram')]
  .filter(([file]) => file.endsWith('.yaml'))
  .map(([file, text]) => ({ file, text }));
const nightly = compile(files, { submit: 'cron-train' });

const gate = (...checks: readonly string[]) => ['begin-gate', 'wait-rollout', ...checks, 'record-verdict'];
const trained = ['train', 'evaluate', 'register-model', 'build-code', 'append-layer'];
const checks = ['check-http-predict', 'check-pods', 'check-load-predict', 'check-pods-again', 'prove-again'];
const back = ['read-decision', 'revert', 'block (reverted)', 'settle-staging'];

/** An environment where a version runs and everybody says so, with nothing open. */
function at(version: string | null, more: Partial<EnvironmentState> = {}): EnvironmentState {
  const [candidate, deployed, good, git, alias] = Array.from({ length: 5 }, () => version);
  const says = { candidate, deployed, good, git, alias } as Pick<EnvironmentState, 'candidate'>;
  return { phase: 'idle', locked: false, hold: null, rejected: [], ...says, ...more } as EnvironmentState;
}

/** As it was before the first run. */
const untouched = (version: string) => at(version, { candidate: null });
const never = at(null);
const installed = { staging: null, canary: null, production: null };

type Verdict = readonly [version: string, verdict: string, reason: string];

/** One night, and what it leaves. */
interface Night {
  /** The version that training leaves. @default 3 */
  readonly version?: string;
  /** What is not as it should be. */
  readonly but?: Extract<Scenario, object>;
  readonly plan?: SimulationPlan;
  readonly given?: Pick<PlayOptions, 'arguments'>;
  /** The pods, in the order they came; the one that ends a run red with its outcome. */
  readonly ran: readonly string[];
  /** Those among them that did not succeed. */
  readonly failed?: readonly string[];
  /** What was come to and left out. */
  readonly skipped?: readonly string[];
  readonly phase: 'Succeeded' | 'Failed';
  readonly staging?: EnvironmentState;
  readonly canary?: EnvironmentState;
  readonly production?: EnvironmentState;
  readonly verdicts?: readonly Verdict[];
}

interface Flow {
  readonly flow: string;
  /** What was approved before. @default staging and canary 2, production 1 */
  readonly before?: Readonly<Record<string, string | null>>;
  readonly world?: EnvironmentsOptions;
  readonly nights: readonly Night[];
}

const finds = (reason: string, verdict = 'fail') => succeeds({ verdict, reason });

/** A version that is out after a check found something. */
function goesBack(last: string, reason: string, more: Partial<Night> = {}): Night {
  const version = more.version ?? '3';
  const upTo = last === 'wait-rollout' ? [] : checks.slice(0, checks.indexOf(last) + 1);
  return {
    but: { [last]: finds(reason) },
    ran: [...trained, ...gate(...upTo), ...back],
    failed: ['block (reverted)'],
    skipped: ['promote', 'hold', ...checks.slice(upTo.length)],
    phase: 'Failed',
    staging: at('2', { candidate: version, rejected: [version] }),
    verdicts: [[version, 'fail', reason]],
    ...more,
  };
}

const passes: Night = {
  ran: [...trained, ...gate(...checks), 'read-decision', 'promote', 'settle-staging'],
  skipped: ['revert', 'hold'],
  phase: 'Succeeded',
  staging: at('3'),
  canary: at('3'),
  verdicts: [['3', 'pass', 'reason']],
};

/** The same manifests with another policy. */
function withPolicy(name: string, value: string): SimulationPlan {
  const changed = files.map(({ file, text }) => ({
    file,
    text: text.replaceAll(new RegExp(`(name: ${name}\n +value: )\\S+`, 'g'), `$1${value}`),
  }));
  return compile(changed, { submit: 'cron-train' });
}

const flows: readonly Flow[] = [
  { flow: 'G-S1 a version that passes: is brought into canary', nights: [passes] },
  {
    flow: 'G-S2 the tests of the model fail: nothing follows',
    nights: [
      {
        but: { evaluate: finds('2 of 12 tests failed') },
        ran: ['train', 'evaluate', 'fail', 'settle-staging'],
        failed: ['fail'],
        skipped: ['pass', 'test-staging', 'promote-or-revert'],
        phase: 'Failed',
      },
    ],
  },
  {
    flow: 'G-S3 a bad architecture: goes back to the last good version',
    nights: [goesBack('check-http-predict', 'status 500')],
  },
  {
    flow: 'G-S4 one that is killed for its memory when it is rolled out: goes back',
    nights: [goesBack('wait-rollout', 'OOMKilled')],
  },
  {
    flow: 'G-S4 one that is killed for its memory when it is measured: goes back',
    nights: [goesBack('check-pods', 'OOMKilled')],
  },
  {
    flow: 'G-S5 p95 of 2 s or more, then a success rate of 95 % or less: goes back each time',
    nights: [
      goesBack('check-load-predict', 'p95 2100 ms'),
      goesBack('check-load-predict', 'success rate 0.95', {
        version: '4',
        staging: at('2', { candidate: '4', rejected: ['3', '4'] }),
        verdicts: [
          ['3', 'fail', 'p95 2100 ms'],
          ['4', 'fail', 'success rate 0.95'],
        ],
      }),
    ],
  },
  {
    flow: 'G-S6 a first version that does not pass: goes back to the initial image',
    before: installed,
    nights: [
      goesBack('check-http-predict', 'status 500', {
        version: '1',
        staging: at('0', { candidate: '1', good: null, rejected: ['1'], alias: null }),
        canary: never,
        production: never,
      }),
    ],
  },
  {
    flow: 'G-S6 the same where there is nothing to go back to: fails, and touches nothing more',
    before: installed,
    nights: [
      {
        ...goesBack('check-http-predict', 'status 500', { version: '1' }),
        plan: withPolicy('NO_BASELINE', 'fail'),
        ran: [
          ...trained,
          ...gate('check-http-predict'),
          'read-decision',
          'hold',
          'block (revert-failed)',
          'settle-staging',
        ],
        failed: ['block (revert-failed)'],
        skipped: ['promote', 'revert'],
        staging: at('1', { good: null, hold: 'no-baseline', rejected: ['1'] }),
        canary: never,
        production: never,
      },
    ],
  },
  {
    flow: 'G-S6 a first version that passes: is the first in canary',
    before: installed,
    nights: [
      {
        ...passes,
        version: '1',
        staging: at('1'),
        canary: at('1'),
        production: never,
        verdicts: [['1', 'pass', 'reason']],
      },
    ],
  },
  {
    flow: 'G-S7 two bad versions in turn: goes back to the last good one both times',
    nights: [
      goesBack('check-http-predict', 'status 500'),
      goesBack('check-load-predict', 'p95 2100 ms', {
        version: '4',
        staging: at('2', { candidate: '4', rejected: ['3', '4'] }),
        verdicts: [
          ['3', 'fail', 'status 500'],
          ['4', 'fail', 'p95 2100 ms'],
        ],
      }),
      {
        ...passes,
        version: '5',
        staging: at('5', { rejected: ['3', '4'] }),
        canary: at('5'),
        verdicts: [
          ['3', 'fail', 'status 500'],
          ['4', 'fail', 'p95 2100 ms'],
          ['5', 'pass', 'reason'],
        ],
      },
    ],
  },
  {
    flow: 'G-S8 the old pod still answers: never passes',
    nights: [
      goesBack('wait-rollout', 'expected 1.0.3, found 1.0.2', {
        but: { 'wait-rollout': finds('expected 1.0.3, found 1.0.2', 'error') },
        verdicts: [['3', 'error', 'expected 1.0.3, found 1.0.2']],
      }),
    ],
  },
  {
    flow: 'G-S9 the build fails: nothing is deployed',
    nights: [
      {
        but: { 'append-layer': fails(1) },
        ran: [...trained, 'settle-staging'],
        failed: ['append-layer'],
        skipped: ['test-staging', 'promote-or-revert'],
        phase: 'Failed',
      },
    ],
  },
  {
    flow: 'G-S10 the pod of a check is killed: goes back as for a verdict that is an error',
    nights: [
      goesBack('check-pods', '', {
        but: { 'check-pods': outOfMemory },
        failed: ['check-pods', 'block (reverted)'],
        verdicts: [['3', 'error', 'check-pods left no reason']],
      }),
    ],
  },
  {
    flow: 'G-S10 the engine can not read what a check left: the same',
    nights: [
      goesBack('check-pods', '', {
        but: { 'check-pods': errors() },
        failed: ['check-pods', 'block (reverted)'],
        verdicts: [['3', 'error', 'checks left no reason']],
      }),
    ],
  },
  {
    flow: 'G-S10 the image of a check can not be pulled: the same',
    nights: [
      goesBack('check-pods', '', {
        but: { 'check-pods': cannotPull },
        failed: ['check-pods', 'block (reverted)'],
        // The engine ends the row of checks there, and comes to none of the others.
        skipped: ['promote', 'hold'],
        verdicts: [['3', 'error', 'checks left no reason']],
      }),
    ],
  },
  {
    flow: 'G-S11 the image of the last good version is gone: says so, touches nothing',
    world: { missingImages: ['2'] },
    nights: [
      {
        ...goesBack('check-http-predict', 'status 500'),
        ran: [
          ...trained,
          ...gate('check-http-predict'),
          'read-decision',
          'revert',
          'block (revert-failed)',
          'settle-staging',
        ],
        failed: ['block (revert-failed)'],
        staging: at('3', { good: '2', hold: 'baseline-missing', rejected: ['3'] }),
      },
    ],
  },
  {
    flow: 'G-S12 canary can not take it: canary goes back, staging keeps what passed',
    world: { rollout: (environment, version) => (environment === 'canary' && version === '3' ? 'failed' : 'ready') },
    nights: [
      {
        ...passes,
        ran: [...trained, ...gate(...checks), 'read-decision', 'promote', 'block (promote-failed)', 'settle-staging'],
        failed: ['block (promote-failed)'],
        phase: 'Failed',
        canary: at('2', { candidate: '3' }),
      },
    ],
  },
  ...(
    [
      ['approves', 'approve', 'Succeeded'],
      ['refuses', 'refuse', 'Failed'],
    ] as const
  ).map(([does, decision, phase]) => {
    const promoted = phase === 'Succeeded';
    return {
      flow: `G-S13 canary to production, by hand, where somebody ${does}`,
      nights: [
        { ...passes, version: '3' },
        {
          plan: compile(files, { submit: 'promote-to-production' }),
          given: { arguments: { 'model-version': '3' } },
          but: { 'promote-to-production-act-promote-approve': resumed({ decision }) } as Night['but'],
          ran: ['read-decision', promoted ? 'approve' : 'refuse', 'settle-canary'],
          failed: promoted ? [] : ['refuse'],
          skipped: ['revert', 'hold', promoted ? 'refuse' : 'expired'],
          phase,
          staging: at('3'),
          canary: at('3'),
          production: promoted ? at('3') : untouched('1'),
          verdicts: passes.verdicts,
        },
      ] as readonly Night[],
    };
  }),
  {
    flow: 'G-S16 a version that is held, then a bad one: goes back to the last good one',
    nights: [
      {
        plan: withPolicy('ON_ERROR', 'hold'),
        but: { 'check-pods': outOfMemory },
        ran: [
          ...trained,
          ...gate('check-http-predict', 'check-pods'),
          'read-decision',
          'hold',
          'block (held)',
          'settle-staging',
        ],
        failed: ['check-pods', 'block (held)'],
        skipped: ['promote', 'revert'],
        phase: 'Failed',
        staging: at('3', { good: '2', hold: 'error' }),
        verdicts: [['3', 'error', 'check-pods left no reason']],
      },
      goesBack('check-http-predict', 'status 500', {
        version: '4',
        plan: withPolicy('ON_ERROR', 'hold'),
        verdicts: [
          ['3', 'error', 'check-pods left no reason'],
          ['4', 'fail', 'status 500'],
        ],
      }),
    ],
  },
];

/** What training and the build leave. */
function trains(version: string): Extract<Scenario, object> {
  const digest = `sha256:${version.padStart(64, 'a')}`;
  return {
    'register-model': succeeds({ outcome: 'registered', 'model-version': version }),
    'append-layer': succeeds({ outcome: 'appended', digest }),
  };
}

const toldPod = ({ displayName, inputs }: PlayedNode): string =>
  displayName === 'block' ? `block (${inputs.outcome})` : displayName;

describe('gourmetgram, played from its committed manifests', () => {
  it.for(flows)('$flow', ({ before = { staging: '2', canary: '2', production: '1' }, world, nights }) => {
    const environments = createEnvironments(before, world);
    for (const { version = '3', plan = nightly, but = {}, given, ...night } of nights) {
      const scenario = given === undefined ? { ...trains(version), ...but } : but;
      const run = playPlan(plan, scenario, { ...given, environments });
      const pods = run.workflows.flatMap(({ nodes }) => nodes).filter(({ type }) => type === 'Pod');
      expect(pods.map(toldPod)).toEqual(night.ran);
      expect(pods.filter(({ phase }) => phase !== 'Succeeded').map(toldPod)).toEqual(night.failed ?? []);
      for (const step of night.skipped ?? []) expect(run).toHaveSkipped(step);
      expect(run).toEndAs(night.phase);
      expect({
        staging: environments.state('staging'),
        canary: environments.state('canary'),
        production: environments.state('production'),
        verdicts: environments.verdicts('staging').map((one) => [one.modelVersion, one.verdict, one.reason]),
        undecided: run.undecided,
      }).toEqual({
        staging: night.staging ?? untouched('2'),
        canary: night.canary ?? untouched('2'),
        production: night.production ?? untouched('1'),
        verdicts: night.verdicts ?? [],
        undecided: [],
      });
    }
  });

  it('G-S14 the schedule comes round while a run goes on: starts none', () => {
    // Every hour instead of every night, and a training that takes four.
    const often = files.map(({ file, text }) => ({ file, text: text.replace('0 2 * * *', '0 * * * *') }));
    const environments = createEnvironments({ staging: '2', canary: '2' });
    const slow = { ...trains('3'), train: succeeds({}, { takes: '4h' }) };
    const run = simulate(often, slow, { submit: 'CronWorkflow/cron-train', for: '3h30m', environments });
    const running = run.workflows[0]?.name;
    const skipped = `concurrencyPolicy Forbid: '${running}' has not ended`;
    expect(run.schedule.map((due) => due.skipped ?? due.workflow)).toEqual([running, skipped, skipped]);
    expect(run).toEndAs('Running');
    expect(environments.state('staging')).toEqual(untouched('2'));
  });

  it('G-S14 two runs at once: the second waits for the lock, and finds what the first one left', () => {
    const workflow = (name: string, template: string, parameters: Readonly<Record<string, string>> = {}) => ({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Workflow',
      metadata: { name, namespace: 'argo' },
      spec: {
        workflowTemplateRef: { name: template },
        arguments: { parameters: Object.entries(parameters).map(([key, value]) => ({ name: key, value })) },
      },
    });
    const night = { file: 'night.yaml', text: JSON.stringify(workflow('night', 'cron-train')) };
    const digest = `sha256:${'4'.padStart(64, 'a')}`;
    const byHand = {
      file: 'by-hand.yaml',
      text: JSON.stringify(workflow('by-hand', 'test-staging', { 'model-version': '4', digest })),
    };
    const environments = createEnvironments({ staging: '2', canary: '2' });
    const { workflows } = simulate([...files, night, byHand], trains('3'), { environments });
    const [first, second] = workflows;
    expect(first?.phase).toBe('Succeeded');
    expect(second?.phase).toBe('Succeeded');
    const began = second?.nodes.find(({ displayName }) => displayName === 'begin-gate');
    expect(began?.startedAt?.getTime()).toBeGreaterThanOrEqual(first?.finishedAt?.getTime() ?? Number.NaN);
    expect(environments.state('staging')).toEqual(at('4'));
    expect(environments.state('canary')).toEqual(at('3'));
  });

  it('says which environment there is not, and which version is none', () => {
    const environments = createEnvironments({ staging: '2' });
    expect(() => environments.state('stagign')).toThrow(
      /MLP5220[\s\S]*there is no environment 'stagign'[\s\S]*'staging'/,
    );
    expect(() => createEnvironments({ staging: 'v2' })).toThrow("the version of 'staging' is 'v2'");
  });

  it('keeps the environments of two applications apart where they are named with them, and else says that it can not', () => {
    const platform = [...committed('iac')]
      .filter(([file]) => file.endsWith('.yaml'))
      .map(([file, text]) => ({ file, text }));
    const release = (environments: ReturnType<typeof createEnvironments>, application: string) =>
      simulate(
        platform,
        { 'append-layer': succeeds({ digest: `sha256:${'3'.padStart(64, '0')}`, commit: 'a'.repeat(40) }) },
        { submit: `release-${application}`, arguments: { 'model-version': '3' }, environments },
      );
    const apart = createEnvironments({ 'threat-detector/production': '2', 'failure-predictor/production': '2' });
    expect(release(apart, 'threat-detector').phase).toBe('Succeeded');
    expect(apart.state('threat-detector/production')).toEqual(at('3'));
    expect(apart.state('failure-predictor/production')).toEqual(at('2', { candidate: null }));
    const together = createEnvironments({ production: '2' });
    release(together, 'threat-detector');
    expect(together.state('production')).toEqual(at('3'));
    expect(() => release(together, 'failure-predictor')).toThrow(
      /MLP5220[\s\S]*'threat-detector' and 'failure-predictor' are both released to 'production'/,
    );
  });
});
