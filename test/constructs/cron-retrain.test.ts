import { App, Chart, Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  Check,
  CronRetrain,
  hold,
  integer,
  oneOf,
  pipeline,
  Schedule,
  StagingTestGate,
  sequence,
  TrainingPipeline,
  task,
  text,
  WorkflowTemplate,
} from '../../src/index';
import { emittedBy } from '../engines/argo/emitted';
import { engine, evaluation, image, modelVersion, promotion, train } from './nouns';

const nightly = Schedule.cron('0 2 * * *', { timezone: 'Etc/UTC' });
const check = Check.http({ path: '/predict', expect: { status: 200 } });
const training = (chart: Chart) => new TrainingPipeline(chart, 'train-fraud', { engine, train, evaluate: evaluation });
const testing = (chart: Chart) => new StagingTestGate(chart, 'test-staging', { engine, promotion, checks: [check] });
const tell = task('tell', {
  image,
  inputs: { modelVersion, verdict: oneOf(['pass', 'fail', 'error', 'inconclusive']), reason: text() },
  command: ['tell'],
});
const publish = task('publish', { image, inputs: { modelVersion }, command: ['publish'] });

describe('a schedule for one unit', () => {
  const { one, manifests } = emittedBy(
    (chart) =>
      new CronRetrain(chart, 'nightly', { engine, run: training(chart), schedule: nightly, inputs: { size: 'large' } }),
  );

  it('starts the object of the unit, one run at a time and none that is late', () => {
    expect(one('CronWorkflow')).toEqual({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'CronWorkflow',
      metadata: { name: 'nightly', namespace: 'mlops', labels: { 'app.kubernetes.io/managed-by': 'cdk8s-mlops' } },
      spec: {
        schedules: ['0 2 * * *'],
        timezone: 'Etc/UTC',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 600,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 3,
        workflowSpec: {
          arguments: { parameters: [{ name: 'size', value: 'large' }] },
          workflowTemplateRef: { name: 'train-fraud' },
        },
      },
    });
  });

  it('makes no object of its own', () => {
    expect(manifests.filter(({ kind }) => kind === 'WorkflowTemplate').map(({ metadata }) => metadata.name)).toEqual([
      'train-fraud',
    ]);
  });

  it('leaves the defaults of the unit to the unit', () => {
    const { one } = emittedBy(
      (chart) => new CronRetrain(chart, 'nightly', { engine, run: training(chart), schedule: nightly }),
    );
    expect(one('CronWorkflow').spec).toMatchObject({ workflowSpec: { workflowTemplateRef: { name: 'train-fraud' } } });
    expect(JSON.stringify(one('CronWorkflow'))).not.toContain('arguments');
  });
});

describe('a schedule for several', () => {
  const { one, node, template, spec } = emittedBy((chart) => {
    const run = training(chart).followedBy(testing(chart)).followedBy(tell);
    new CronRetrain(chart, 'nightly', { engine, run, schedule: nightly });
  });

  it('makes a WorkflowTemplate of its own name, that can be started by hand as well', () => {
    expect(one('CronWorkflow').spec).toMatchObject({ workflowSpec: { workflowTemplateRef: { name: 'nightly' } } });
    expect(spec('nightly')).toMatchObject({ entrypoint: 'main', arguments: { parameters: [{ name: 'size' }] } });
  });

  it('calls the stages in their own objects, each fed by the latest earlier output of its name', () => {
    expect(
      template('nightly', 'nightly').dag?.tasks.map(({ name, depends, templateRef }) => [
        name,
        depends,
        templateRef?.name,
      ]),
    ).toEqual([
      ['train-fraud', undefined, 'train-fraud'],
      ['test-staging', 'train-fraud.Succeeded', 'test-staging'],
      [
        'tell',
        expect.stringContaining('(test-staging.Succeeded || test-staging.Failed || test-staging.Errored)'),
        undefined,
      ],
    ]);
    expect(node('nightly', 'test-staging', 'nightly').arguments?.parameters?.map(({ name }) => name)).toEqual([
      'model-version',
      'digest',
      'run-id',
      'commit',
      'uri',
    ]);
  });

  it('ends red unless the verdict that it hands on is pass', () => {
    expect(node('main', 'verdict-ends-red', 'nightly').template).toBe('end-red');
  });

  it('may take as long as all its stages', () => {
    const inside = ['train-fraud', 'test-staging'].map((name) => Number(spec(name).activeDeadlineSeconds) - 600);
    expect(Number(spec('nightly').activeDeadlineSeconds)).toBeGreaterThanOrEqual(inside.reduce((a, b) => a + b, 0));
  });
});

describe('a stage with a verdict', () => {
  it('lets the next one start only on pass, where that one does not take the verdict', () => {
    const { template } = emittedBy((chart) => {
      const run = sequence(training(chart)).followedBy(testing(chart)).followedBy(publish);
      new CronRetrain(chart, 'nightly', { engine, run, schedule: nightly });
    });
    const match = template('nightly-on-test-staging-verdict', 'nightly');
    expect(match.steps?.[0]?.map(({ name, template: called }) => [name, called])).toEqual([
      ['pass', expect.stringMatching(/^(publish|nightly-on-test-staging-verdict-pass)$/)],
      ['fail', 'end-red'],
      ['error', 'end-red'],
      ['inconclusive', 'end-red'],
    ]);
    expect(template('nightly', 'nightly').dag?.tasks.map(({ name }) => name)).toEqual([
      'train-fraud',
      'test-staging',
      'on-test-staging-verdict',
    ]);
  });

  it('stops a longer row: what comes after it is inside the arm', () => {
    const more = task('more', { image, inputs: { modelVersion }, outputs: { note: text() }, command: ['more'] });
    const last = task('last', { image, inputs: { note: text() }, command: ['last'] });
    const { template } = emittedBy((chart) => {
      const run = training(chart).followedBy(testing(chart)).followedBy(more).followedBy(last);
      new CronRetrain(chart, 'nightly', { engine, run, schedule: nightly });
    });
    expect(template('nightly-on-test-staging-verdict-pass', 'nightly').dag?.tasks.map(({ name }) => name)).toEqual([
      'more',
      'last',
    ]);
  });
});

describe('a schedule', () => {
  const asking = (expires: Duration) =>
    pipeline('asking', {}, (p) => {
      p.step(publish, { modelVersion: '1' });
      const asked = p.approval({ expires });
      p.match(asked.outputs.decision, {
        approve: (p) => p.step(publish, { modelVersion: '2' }),
        refuse: hold('refused'),
        expired: hold('expired'),
      });
    });

  it('is refused where a run may wait for a person until the next one is due', () => {
    const of = (expires: Duration) => () =>
      emittedBy((chart) => new CronRetrain(chart, 'nightly', { engine, run: asking(expires), schedule: nightly }));
    expect(of(Duration.hours(23))).not.toThrow();
    expect(of(Duration.hours(24))).toThrow(
      /MLP1304: a run may wait 86400 s for a person, but '0 2 \* \* \*' starts the next after 86400 s[\s\S]*at chart\/nightly/,
    );
  });

  it('is refused so also for an approval inside a unit that it calls', () => {
    expect(() =>
      emittedBy((chart) => {
        const inner = new WorkflowTemplate(chart, 'asking', { pipeline: asking(Duration.hours(30)), engine });
        new CronRetrain(chart, 'nightly', { engine, run: sequence(inner), schedule: nightly });
      }),
    ).toThrow(/MLP1304/);
  });

  it('has a name of at most 52 characters, since runs are named after it with the time', () => {
    const named = (length: number) => () =>
      emittedBy(
        (chart) => new CronRetrain(chart, 'n'.repeat(length), { engine, run: training(chart), schedule: nightly }),
      );
    expect(named(52)).not.toThrow();
    expect(named(53)).toThrow(/MLP2002: CronWorkflow 'n{53}' has a name of 53 characters\n {2}expected: at most 52/);
  });

  it('is in the namespace of what it starts', () => {
    const app = new App();
    const unit = training(new Chart(app, 'a', { namespace: 'mlops' }));
    expect(
      () =>
        new CronRetrain(new Chart(app, 'b', { namespace: 'other' }), 'nightly', {
          engine,
          run: unit,
          schedule: nightly,
        }),
    ).toThrow(/MLP2006: 'train-fraud' is in namespace 'mlops', its schedule in 'other'/);
  });

  it.each<[string, (chart: Chart) => object, RegExp]>([
    [
      'an input of another type',
      () => ({ inputs: { size: 'huge' } }),
      /MLP1001: input 'size' of 'train-fraud' is 'huge'/,
    ],
    [
      'an input that the unit does not take',
      () => ({ inputs: { sise: 'small' } }),
      /MLP1101: .*'sise'.*did you mean 'size'\?/,
    ],
    [
      'text that Argo would evaluate',
      () => ({
        run: pipeline(
          'p',
          { a: text() },
          (p, { a }) => void p.step(tell, { modelVersion: '1', verdict: 'pass', reason: a }),
        ),
        inputs: { a: '{{=1}}' },
      }),
      /MLP2001/,
    ],
    [
      'an input left out that has no default',
      () => ({ run: pipeline('p', { n: integer() }, (p) => void p.step(publish, { modelVersion: '1' })) }),
      /MLP1102: 'nightly' needs 'n', which has no default\n {2}fix: inputs: \{ n: … \}/,
    ],
    [
      'a task, which can not be started',
      () => ({ run: publish }),
      /MLP1109: task 'publish' can't be started by a schedule/,
    ],
    ['nothing to run', () => ({ run: undefined }), /MLP1109/],
    ['no schedule', () => ({ schedule: undefined }), /MLP1302|MLP1001/],
    ['a schedule that is a line', () => ({ schedule: '0 2 * * *' }), /MLP1302|MLP1001/],
    [
      'no engine for several',
      (chart) => ({ run: training(chart).followedBy(testing(chart)), engine: undefined }),
      /MLP2003/,
    ],
    ['a property that nobody reads', () => ({ shedule: 1 }), /did you mean 'schedule'/],
  ])('is refused with %s', (_, wrong, message) => {
    expect(() =>
      emittedBy((chart) => {
        const unit = training(chart);
        const other = new Chart(new App(), 'other', { namespace: 'mlops' });
        new CronRetrain(chart, 'nightly', { engine, run: unit, schedule: nightly, ...wrong(other) } as never);
      }),
    ).toThrow(message);
  });
});

describe('a row of stages', () => {
  it('is refused where a stage is not fed', () => {
    const needs = task('needs', { image, inputs: { region: text() }, command: ['n'] });
    expect(() => emittedBy((chart) => void training(chart).followedBy(needs as never))).toThrow(/MLP1122.*'region'/);
  });

  it('takes what its first stage takes', () => {
    const { spec } = emittedBy((chart) => {
      const said = task('said', {
        image,
        inputs: { reason: text(), verdict: oneOf(['pass', 'fail', 'error', 'inconclusive']) },
        command: ['s'],
      });
      const run = sequence(testing(chart)).followedBy(said);
      new CronRetrain(chart, 'nightly', {
        engine,
        run,
        schedule: nightly,
        inputs: { modelVersion: '5', digest: `sha256:${'a'.repeat(64)}` },
      });
    });
    expect(spec('nightly').arguments?.parameters?.map(({ name }) => name)).toEqual([
      'model-version',
      'digest',
      'run-id',
      'commit',
      'uri',
    ]);
  });
});
