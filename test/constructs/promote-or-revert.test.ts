import { type Chart, Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  Check,
  CronRetrain,
  PromoteOrRevert,
  Promotion,
  Schedule,
  StagingTestGate,
  TrainingPipeline,
} from '../../src/index';
import { type Emitted, emittedBy } from '../engines/argo/emitted';
import { engine, evaluation, production, promotion, promotionFrom, registry, staging, train } from './nouns';

const decide = (given: Promotion = promotion): Emitted =>
  emittedBy((chart) => new PromoteOrRevert(chart, 'decide', { engine, promotion: given }));
const namesOf = ({ manifests }: Emitted, kind: string) =>
  manifests.filter((each) => each.kind === kind).map(({ metadata }) => metadata.name);
const envOf = ({ template }: Emitted, name: string, of = 'decide') =>
  Object.fromEntries((template(name, of).container?.env ?? []).map(({ name, value }) => [name, value]));

describe('a decision', () => {
  const emitted = decide();
  const { spec, template, node } = emitted;

  it('takes the version only: the record knows the rest', () => {
    expect(spec('decide').arguments?.parameters?.map(({ name, value }) => [name, value])).toEqual([
      ['model-version', undefined],
    ]);
  });

  it('asks the record first, and shows which way it went: exactly one of three', () => {
    expect(template('decide', 'decide').dag?.tasks.map(({ name, depends }) => [name, depends])).toEqual([
      ['read-decision', undefined],
      ['act', 'read-decision.Succeeded'],
      ['close', 'act.Succeeded'],
    ]);
    expect(template('decide-act', 'decide').steps).toHaveLength(1);
    expect(template('decide-act', 'decide').steps?.[0]?.map(({ name, when }) => [name, when])).toEqual(
      ['promote', 'revert', 'hold'].map((arm) => [
        arm,
        `{{= inputs.parameters['read-decision-decision'] == '${arm}' }}`,
      ]),
    );
    for (const arm of ['promote', 'revert', 'hold'])
      expect(envOf(emitted, `${arm}-candidate`)).toMatchObject({ STEP: 'decide', ARM: arm });
  });

  it('ends green on one word only', () => {
    const [[red] = []] = template('decide-close', 'decide').steps ?? [];
    expect(red).toMatchObject({ name: 'block', template: 'not-promoted' });
    expect(red?.when).toContain('not (');
    expect(red?.when).toContain("== 'promoted'");
    expect(node('decide', 'close', 'decide').arguments?.parameters?.[0]?.value).toContain("in ['promoted', ");
  });

  it('acts by an account that can write the records of both environments, and no verdict', () => {
    for (const name of ['read-decision', 'promote-candidate', 'revert-candidate', 'hold-candidate', 'settle-staging'])
      expect(template(name, 'decide').serviceAccountName).toBe('decide-release');
    const rules = emitted.one('Role', 'decide-release').rules as readonly {
      resources: string[];
      verbs: string[];
      resourceNames?: string[];
    }[];
    const configMaps = rules.filter(({ resources }) => resources.includes('configmaps'));
    const allowed = (verb: string) =>
      new Set(
        configMaps.filter(({ verbs }) => verbs.includes(verb)).flatMap(({ resourceNames = ['any'] }) => resourceNames),
      );
    expect(allowed('update')).toEqual(new Set(['release-fraud-staging', 'release-fraud-production']));
    expect(allowed('get')).toEqual(
      new Set(['release-fraud-staging', 'release-fraud-production', 'verdicts-fraud-staging']),
    );
  });

  it('finishes at its exit what it left open', () => {
    expect(spec('decide').onExit).toBe('exit');
  });

  it('hands the policy to every step that acts on it', () => {
    const given = promotionFrom(staging, {
      onError: 'revert',
      onInconclusive: 'revert',
      noBaseline: 'initial',
      initial: '1.0.0',
      onPromoteFailure: 'hold',
    });
    const env = envOf(decide(given), 'promote-candidate');
    expect(env).toMatchObject({
      ON_ERROR: 'revert',
      ON_INCONCLUSIVE: 'revert',
      NO_BASELINE: 'initial',
      INITIAL_TAG: '1.0.0',
      ON_PROMOTE_FAILURE: 'hold',
    });
    expect(env).not.toHaveProperty('EVIDENCE');
  });

  it('is refused without a promotion', () => {
    expect(() => decide('to production' as never)).toThrow(
      /MLP3022: the promotion of PromoteOrRevert 'decide' is 'to production'/,
    );
  });
});

describe('a decision within one environment', () => {
  const { images } = promotion;
  const emitted = decide(Promotion.within(production, { images, onError: 'revert' }));
  const { template, one } = emitted;
  const release = ['read-decision', 'promote-candidate', 'revert-candidate', 'hold-candidate', 'settle-production'];

  it('asks the record first, and ends green on one word only', () => {
    expect(template('decide', 'decide').dag?.tasks.map(({ name }) => name)).toEqual(['read-decision', 'act', 'close']);
    const [[red] = []] = template('decide-close', 'decide').steps ?? [];
    expect(red?.when).toContain("== 'promoted'");
  });

  it('tells each step that there is no next environment, and nothing of one', () => {
    for (const name of release) {
      const env = envOf(emitted, name);
      expect(env, name).toMatchObject({ WITHIN: 'true', ON_ERROR: 'revert', SOURCE_ENVIRONMENT: 'production' });
      for (const other of Object.keys(env)) expect(other).not.toMatch(/^(?:TARGET_|EVIDENCE|ON_PROMOTE|MLFLOW_)/);
    }
  });

  it('has one record and one book of verdicts', () => {
    const records = namesOf(emitted, 'ConfigMap').filter((name) => /^(?:release|verdicts)-fraud/.test(String(name)));
    expect(records).toEqual(['release-fraud-production', 'verdicts-fraud-production']);
    const configMaps = (one('Role', 'decide-release').rules as { resources: string[]; resourceNames?: string[] }[])
      .filter(({ resources }) => resources.includes('configmaps'))
      .flatMap(({ resourceNames = ['any'] }) => resourceNames);
    expect(new Set(configMaps)).toEqual(new Set(['release-fraud-production', 'verdicts-fraud-production']));
  });

  it('has what a person may do beside it, where candidates are tested', () => {
    const operations = ['override', 'release-hold', 'retry-gate', 'settle', 'undo'].map((each) => `decide-${each}`);
    expect(namesOf(emitted, 'WorkflowTemplate')).toEqual(expect.arrayContaining(operations.slice(0, 3)));
    const undone = envOf(emitted, 'undo', 'decide-undo');
    expect(undone).toMatchObject({ WITHIN: 'true', SOURCE_ENVIRONMENT: 'production' });
    expect(undone).not.toHaveProperty('EVIDENCE');
  });

  it('tells the steps of a registry where there is one', () => {
    const named = decide(Promotion.within(production, { images, registry }));
    expect(envOf(named, 'promote-candidate')).toMatchObject({ MLFLOW_REGISTERED_MODEL: 'fraud' });
  });

  it('follows a gate that deploys and tests in that environment', () => {
    const given = Promotion.within(production, { images });
    const { template } = emittedBy((chart) => {
      const checks = [Check.http({ path: '/', expect: { status: 200 } })] as const;
      const training = new TrainingPipeline(chart, 'training', { engine, train, evaluate: evaluation });
      const gate = new StagingTestGate(chart, 'test', { engine, promotion: given, checks });
      const decision = new PromoteOrRevert(chart, 'decide', { engine, promotion: given });
      const run = training.followedBy(gate).followedBy(decision);
      new CronRetrain(chart, 'nightly', {
        engine,
        run,
        inputs: { size: 'large' },
        schedule: Schedule.cron('0 2 * * *', { timezone: 'Etc/UTC' }),
      });
    });
    const env = template('begin-gate', 'test').container?.env ?? [];
    expect(env.find(({ name }) => name === 'WITHIN')?.value).toBe('true');
  });
});

describe('a decision that a person approves', () => {
  const approval = { expires: Duration.hours(20), message: 'Is it good?' };
  const emitted = decide(promotionFrom(staging, { evidence: 'promoted', approval }));

  it('asks before it promotes, and takes nothing but approve for consent', () => {
    const { template } = emitted;
    const inside = template('decide-act-promote', 'decide').dag?.tasks ?? [];
    expect(inside.map(({ name }) => name)).toEqual(['approve', 'on-approve-decision']);
    const arms = template('decide-act-promote-on-approve-decision', 'decide').steps?.[0] ?? [];
    expect(arms.map(({ name, template: called }) => [name, called])).toEqual([
      ['approve', 'promote-candidate'],
      ['refuse', 'end-red'],
      ['expired', 'end-red'],
    ]);
  });

  it('says what it takes for evidence', () => {
    for (const step of ['read-decision', 'promote-candidate'])
      expect(envOf(emitted, step)).toMatchObject({ EVIDENCE: 'approved' });
  });

  it('has no gate whose word could be replaced', () => {
    expect(namesOf(emitted, 'WorkflowTemplate')).toEqual(['decide', 'decide-settle', 'decide-undo']);
  });
});

describe('what stands beside a decision', () => {
  const emitted = decide();

  it('is the records and the verdicts, without data and never pruned', () => {
    const records = emitted.manifests.filter(
      ({ kind, metadata }) => kind === 'ConfigMap' && !metadata.name.startsWith('program-'),
    );
    expect(records.map(({ metadata }) => metadata.name)).toEqual([
      'release-fraud-staging',
      'verdicts-fraud-staging',
      'release-fraud-production',
    ]);
    for (const record of records) {
      expect(record).not.toHaveProperty('data');
      expect(record.metadata.annotations).toMatchObject({
        'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
        'kustomize.toolkit.fluxcd.io/prune': 'disabled',
      });
    }
  });

  it('is one record of an environment that one promotion ends in and another begins in', () => {
    const canary = { ...staging, name: 'canary', alias: 'canary' };
    const names = namesOf(
      emittedBy((chart) => {
        new PromoteOrRevert(chart, 'first', { engine, promotion: promotionFrom(staging, { to: canary }) });
        new PromoteOrRevert(chart, 'second', {
          engine,
          promotion: promotionFrom(canary, { evidence: 'promoted', approval: { expires: Duration.hours(1) } }),
        });
      }),
      'ConfigMap',
    );
    expect(names.filter((name) => /^(release|verdicts)-/.test(name))).toEqual([
      'release-fraud-staging',
      'verdicts-fraud-staging',
      'release-fraud-canary',
      'verdicts-fraud-canary',
      'release-fraud-production',
    ]);
  });

  it('is a settle that comes by itself, every quarter of an hour unless told otherwise', () => {
    expect(emitted.one('CronWorkflow').spec).toMatchObject({
      schedules: ['*/15 * * * *'],
      workflowSpec: { workflowTemplateRef: { name: 'decide-settle' } },
    });
    expect(envOf(emitted, 'settle', 'decide-settle')).not.toHaveProperty('EXIT');
    const hourly = emittedBy(
      (chart) =>
        new PromoteOrRevert(chart, 'decide', {
          engine,
          promotion,
          settle: Schedule.cron('7 * * * *', { timezone: 'Etc/UTC' }),
        }),
    );
    expect(hourly.one('CronWorkflow').spec).toMatchObject({ schedules: ['7 * * * *'] });
  });

  it.each(['override', 'release-hold', 'retry-gate', 'undo'])(
    'is a %s for a person, with a reason and an account of its own',
    (step) => {
      const name = `decide-${step}`;
      expect(emitted.spec(name).arguments?.parameters?.map(({ name, value }) => [name, value])).toEqual([
        ['model-version', undefined],
        ['by', undefined],
        ['reason', undefined],
      ]);
      expect(envOf(emitted, step, name)).toMatchObject({
        STEP: step,
        BY: expect.stringContaining('inputs.parameters.by'),
      });
      expect(emitted.template(step, name).serviceAccountName).toBe(name);
    },
  );

  it('is an undo that knows the environment it takes a version back in, and may touch no other', () => {
    const env = envOf(emitted, 'undo', 'decide-undo');
    expect(env).toMatchObject({
      SOURCE_ENVIRONMENT: 'production',
      SOURCE_ALIAS: production.alias,
      SOURCE_ROLLOUT_SECONDS: String(production.rolloutSeconds),
      APPLICATION: 'fraud',
      EVIDENCE: 'approved',
    });
    expect(Object.keys(env).filter((name) => name.startsWith('TARGET_'))).toEqual([]);
    expect(JSON.stringify(Object.values(env))).not.toContain('staging');
    const rules = emitted.one('Role', 'decide-undo').rules as readonly {
      resources: string[];
      verbs: string[];
      resourceNames?: string[];
    }[];
    expect(rules.filter(({ resources }) => resources.includes('configmaps'))).toEqual([
      {
        apiGroups: [''],
        resources: ['configmaps'],
        verbs: ['get', 'update'],
        resourceNames: ['release-fraud-production'],
      },
    ]);
    const roles = emitted.manifests.filter(
      ({ kind, metadata }) => kind === 'Role' && metadata.name.includes('undo') && metadata.namespace !== undefined,
    );
    expect(roles.map(({ metadata }) => metadata.namespace)).toEqual(['mlops', 'argocd', 'fraud-production']);
  });

  it('says what the undo is for', () => {
    expect(emitted.one('WorkflowTemplate', 'decide-undo').metadata).toMatchObject({
      annotations: {
        'workflows.argoproj.io/description':
          'Takes a promoted version of fraud back: what it replaced in production is deployed again, and the version is rejected there.',
      },
    });
  });

  it('lets only the override write a verdict', () => {
    const writers = emitted.manifests.filter(
      ({ kind, rules }) =>
        kind === 'Role' &&
        (rules as readonly { resourceNames?: string[]; verbs: string[] }[]).some(
          ({ resourceNames = [], verbs }) =>
            resourceNames.includes('verdicts-fraud-staging') && verbs.includes('update'),
        ),
    );
    expect(writers.map(({ metadata }) => metadata.name)).toEqual(['decide-override']);
  });
});

describe('a nightly release', () => {
  const { template, spec, node } = emittedBy((chart: Chart) => {
    const training = new TrainingPipeline(chart, 'train-model', { engine, train, evaluate: evaluation });
    const checks = [Check.http({ path: '/', expect: { status: 200 } })] as const;
    const gate = new StagingTestGate(chart, 'test', { engine, promotion, checks });
    const decision = new PromoteOrRevert(chart, 'decide', { engine, promotion });
    const schedule = Schedule.cron('0 2 * * *', { timezone: 'Etc/UTC' });
    new CronRetrain(chart, 'nightly', { engine, run: training.followedBy(gate).followedBy(decision), schedule });
  });

  it('decides whatever the gate says, and not at all where the gate did not get the environment', () => {
    expect(template('nightly', 'nightly').dag?.tasks.map(({ name, depends }) => [name, depends])).toEqual([
      ['train-model', undefined],
      ['test', 'train-model.Succeeded'],
      ['decide', 'train-model.Succeeded && test.Succeeded'],
    ]);
  });

  it('hands the gate the candidate that training froze, field by field', () => {
    expect(node('nightly', 'test', 'nightly').arguments?.parameters?.map(({ name, value }) => [name, value])).toEqual(
      ['model-version', 'digest', 'run-id', 'commit', 'uri'].map((name) => [
        name,
        expect.stringContaining(name === 'digest' || name === 'commit' || name === 'uri' ? `.${name}` : `'${name}'`),
      ]),
    );
  });

  it('is coloured by the decision alone: what the gate said is in the record', () => {
    expect(spec('nightly').entrypoint).toBe('main');
    expect(
      template('main', 'nightly')
        .steps?.flat()
        .map(({ name }) => name),
    ).toEqual(['nightly']);
  });

  it('settles once at its exit, though two of its stages do', () => {
    expect(spec('nightly').onExit).toBe('exit');
    expect(template('exit', 'nightly').steps).toEqual([
      [{ name: 'settle-staging', templateRef: { name: 'test', template: 'settle-staging' } }],
    ]);
  });
});
