import {
  createEnvironments,
  type Environments,
  fails,
  type PlayedNode,
  type Scenario,
  simulate,
  succeeds,
} from 'cdk8s-mlops/simulate';
import { describe, expect, it } from 'vitest';
import { type ModelName, models, ofEach } from './models';
import { under } from './written';

// The table of golden flows of the system, row by row, as test/cluster/iac plays it on the real controller: version 2 of each
// model is in service, and version 3 comes.

type Outcomes = Extract<Scenario, object>;

const policies = { perModel: under('perModel'), allOrNothing: under('allOrNothing') };

/** Two ways to train, and what each leaves when all is well. */
const trainings: Readonly<Record<string, { readonly well: Outcomes; readonly failed: Outcomes }>> = {
  retrain: {
    well: { 'train-models': succeeds({ outcome: 'trained', failure: 'f1', threat: 't1', capacity: 'c1' }) },
    failed: { 'train-models': fails(1, { outcome: 'incomplete', failure: 'f1', threat: 'none', capacity: 'c1' }) },
  },
  'retrain-in-pods': {
    well: {
      ...Object.fromEntries(
        Object.values(models).map(({ name }) => [`train-${name}`, succeeds({ 'run-id': 'a'.repeat(32) })]),
      ),
      'join-members': succeeds({ outcome: 'joined', failure: 'f1', threat: 't1', capacity: 'c1' }),
    },
    failed: {
      'train-threat-detector': fails(1),
      'join-members': fails(1, { outcome: 'incomplete', failure: 'f1', threat: 'none', capacity: 'c1' }),
    },
  },
};

interface Night {
  readonly row: string;
  readonly when: string;
  readonly policy?: keyof typeof policies;
  readonly but?: Outcomes;
  readonly trains?: 'well' | 'failed';
  /** What is registered; others are not. @default all */
  readonly registers?: readonly ModelName[];
  /** Models whose new version is in service afterwards; the others have the version before. */
  readonly serves: readonly ModelName[];
  /** Versions that were tried and taken back. */
  readonly rejects?: readonly ModelName[];
  readonly phase: 'Succeeded' | 'Failed';
}

const all: readonly ModelName[] = ['failure', 'threat', 'capacity'];
const answers500 = succeeds({ verdict: 'fail', reason: 'status 500, expected 200' });

const nights: readonly Night[] = [
  { row: 'I-S1', when: 'all is well', serves: all, phase: 'Succeeded' },
  { row: 'I-S2', when: 'all three are no better than chance', registers: [], serves: [], phase: 'Failed' },
  {
    row: 'I-S3',
    when: 'one is no better than chance and each counts for itself',
    registers: ['failure', 'capacity'],
    serves: ['failure', 'capacity'],
    phase: 'Failed',
  },
  {
    row: 'I-S3',
    when: 'one is no better than chance and it is all or nothing',
    policy: 'allOrNothing',
    registers: [],
    serves: [],
    phase: 'Failed',
  },
  {
    row: 'I-S4',
    when: 'capacity answers 500, which is a warning',
    but: { 'check-capacity': succeeds({ verdict: 'pass', reason: 'warning: status 500, expected 200' }) },
    serves: all,
    phase: 'Succeeded',
  },
  {
    row: 'I-S4',
    when: 'failure answers 500, which is none',
    but: { 'check-failure': answers500 },
    serves: ['threat', 'capacity'],
    rejects: ['failure'],
    phase: 'Failed',
  },
  { row: 'I-S5', when: 'a model was not trained', trains: 'failed', serves: [], phase: 'Failed' },
  {
    row: 'I-S6',
    when: 'what serves says of a rule that it was trained',
    but: { 'check-status': succeeds({ verdict: 'fail', reason: 'anomaly_detector.trained is true' }) },
    serves: [],
    rejects: all,
    phase: 'Failed',
  },
  {
    row: 'I-20',
    when: 'threat answers too late',
    but: { 'check-threat': succeeds({ verdict: 'fail', reason: 'too slow: 130 ms, at most 100 ms allowed' }) },
    serves: ['failure', 'capacity'],
    rejects: ['threat'],
    phase: 'Failed',
  },
  {
    row: 'I-15',
    when: 'nothing shows its metrics',
    but: { 'check-metrics': succeeds({ verdict: 'fail', reason: 'status 404, expected 200' }) },
    serves: [],
    rejects: all,
    phase: 'Failed',
  },
  {
    row: 'I-18',
    when: 'an image can not be built',
    but: { 'retrain.threat.block.release-threat-detector.build-threat-detector.append-layer': fails(1) },
    serves: ['failure', 'capacity'],
    phase: 'Failed',
  },
  {
    row: 'I-07',
    when: 'the pod that registers is killed',
    but: { 'register-models': fails(137) },
    serves: [],
    phase: 'Failed',
  },
];

describe.each(Object.keys(trainings))('a night of the iac example: %s', (submit) => {
  it.each(nights.map((night) => [`${night.row} ${night.when}`, night] as const))('%s', (_, night) => {
    const { policy = 'perModel', trains = 'well', registers = all, serves, rejects = [], phase, but = {} } = night;
    const training = trainings[submit];
    const environments = before();
    const scenario: Outcomes = {
      ...training?.[trains],
      'register-models': registered(registers),
      'append-layer': succeeds({ digest: `sha256:${'3'.padStart(64, '0')}`, commit: 'c0ffee'.padEnd(40, '0') }),
      ...Object.fromEntries(
        Object.entries(but).map(([step, outcome]) => [step.replace(/^retrain\./, `${submit}.`), outcome]),
      ),
    };
    const run = simulate(policies[policy] as never, scenario, { submit, environments });
    expect(run.phase).toBe(phase);
    for (const name of all) {
      const version = serves.includes(name) ? '3' : '2';
      const { rejected, ...state } = environments.state(environmentOf(name));
      expect([name, state]).toEqual([
        name,
        expect.objectContaining({
          phase: 'idle',
          locked: false,
          deployed: version,
          good: version,
          git: version,
          alias: version,
        }),
      ]);
      expect([name, rejected]).toEqual([name, rejects.includes(name) ? ['3'] : []]);
    }
    // Nothing that was not registered is even built.
    const built = ran(
      run.workflows.flatMap(({ nodes }) => nodes),
      'append-layer',
    );
    expect(built).toBe(trains === 'failed' || 'register-models' in but ? 0 : registers.length);
  });
});

describe('a night of the iac example', () => {
  it('I-11 asks nobody to train where the engine is not healthy', () => {
    const run = simulate(policies.perModel as never, { 'check-health': fails(22) }, { submit: 'retrain' });
    expect(run.phase).toBe('Failed');
    expect(
      ran(
        run.workflows.flatMap(({ nodes }) => nodes),
        'train-models',
      ),
    ).toBe(0);
  });

  it('goes back to version 2 when two bad versions follow each other', () => {
    const environments = before();
    for (const version of ['3', '4'])
      simulate(
        policies.perModel as never,
        {
          ...trainings.retrain?.well,
          'register-models': registered(['failure'], version),
          'append-layer': succeeds({ digest: `sha256:${version.padStart(64, '0')}`, commit: 'c0ffee'.padEnd(40, '0') }),
          'check-failure': answers500,
        },
        { submit: 'retrain', environments },
      );
    expect(environments.state(environmentOf('failure'))).toMatchObject({
      good: '2',
      git: '2',
      alias: '2',
      rejected: ['3', '4'],
    });
  });
});

function environmentOf(name: ModelName): string {
  return `${models[name].name}/production`;
}

function before(): Environments {
  return createEnvironments(Object.fromEntries(all.map((name) => [environmentOf(name), '2'])));
}

function registered(names: readonly ModelName[], version = '3') {
  return succeeds({
    verdict: names.length === all.length ? 'pass' : 'fail',
    ...ofEach((_, name) => (names.includes(name) ? version : 'none')),
  });
}

/** How many pods of a template there were. */
function ran(nodes: readonly PlayedNode[], template: string): number {
  return nodes.filter(({ type, template: of }) => type === 'Pod' && of === template).length;
}
