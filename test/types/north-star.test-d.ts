import { Chart, Duration } from 'cdk8s';
import {
  argo,
  artifact,
  atLeast,
  boolean,
  type Candidate,
  Check,
  CronRetrain,
  Environment,
  Evaluation,
  equals,
  field,
  fmt,
  type GateResult,
  GitOpsApp,
  hold,
  Image,
  type Integer,
  integer,
  list,
  type Maybe,
  number,
  oneOf,
  pipeline,
  type Ref,
  record,
  Schedule,
  StagingTestGate,
  sequence,
  type Task,
  TrainingPipeline,
  task,
  text,
  type Unit,
  type Verdict,
  VersionProof,
  verdict,
  WorkflowTemplate,
} from 'cdk8s-mlops';
import { describe, expectTypeOf, it } from 'vitest';

const image = Image.tagged('ghcr.io/acme/x:1.0.0');
type Scenario = 'normal' | 'bad-architecture' | 'oversized';
const scenarios = ['normal', 'bad-architecture', 'oversized'] as const;

const train = task('train', {
  image,
  inputs: { epochs: integer({ default: 5, min: 1 }), scenario: oneOf(scenarios) },
  outputs: { accuracy: number(), modelVersion: text(), folds: list(number()) },
  command: ({ inputs }) => ['python', 'flow.py', fmt`--epochs=${inputs.epochs}`, inputs.scenario],
});
// `command` written before what it reads is inferred all the same.
const early = task('early', {
  command: ({ inputs }) => ['a', inputs.x],
  image,
  inputs: { x: boolean({ default: true }) },
});
const gate = task('gate', {
  image,
  inputs: { modelVersion: text() },
  outputs: { verdict: verdict(), reason: text() },
  command: ['x'],
});
const promote = task('promote', {
  image,
  inputs: { modelVersion: text() },
  outputs: { digest: text(), at: text() },
  command: ['x'],
});
const revert = task('revert', { image, inputs: { reason: text() }, outputs: { digest: text() }, command: ['x'] });
const tell = task('tell', {
  image,
  inputs: { digest: text(), note: text({ default: '' }) },
  command: ({ inputs }) => ['tell', inputs.digest],
});
const nothing = task('nothing', {
  image,
  command: ['true'],
  outputs: { names: list(text()), cfg: record({ lr: number(), tag: text() }), file: artifact('/tmp/x') },
});
const never = (_: () => unknown): void => undefined;

describe('types are inferred', () => {
  it('for a task, as the values it takes and hands on', () => {
    expectTypeOf(train).toEqualTypeOf<
      Task<
        { readonly scenario: Scenario; readonly epochs?: Integer | undefined },
        { readonly accuracy: number; readonly modelVersion: string; readonly folds: readonly number[] }
      >
    >();
    expectTypeOf(early).toEqualTypeOf<Task<{ readonly x?: boolean | undefined }, {}>>();
  });

  it('for a pipeline, from what its callback returns', () => {
    const release = pipeline(
      'release',
      { scenario: oneOf(scenarios), mode: oneOf(['a', 'b'], { default: 'a' }) },
      (p, { scenario, mode }) => {
        const trained = p.step(train, { epochs: 10, scenario });
        const checked = p.step(gate, { modelVersion: trained.outputs.modelVersion });
        p.match(mode, { a: hold(), b: (p) => p.step(early, { x: false }) });
        const done = p.match(checked.outputs.verdict, {
          pass: (p) => p.step(promote, { modelVersion: trained.outputs.modelVersion }),
          fail: (p) => p.step(revert, { reason: checked.outputs.reason }),
          error: hold(),
          inconclusive: hold(),
        });
        expectTypeOf(done.outputs.digest).toEqualTypeOf<Ref<string>>();
        expectTypeOf<keyof typeof done.outputs>().toEqualTypeOf<'digest'>();
        p.step(tell, { digest: done.outputs.digest });
        p.step(early);
        p.step(early, {}, { name: 'again', after: [trained] });
        p.step(nothing);
        const maybe = p.when(atLeast(trained.outputs.accuracy, 0.9), (p) => p.step(promote, { modelVersion: 'x' }));
        expectTypeOf(maybe.outputs.digest).toEqualTypeOf<Maybe<string>>();
        p.step(tell, { digest: maybe.outputs.digest.orElse('none') }, { name: 'tell-maybe' });
        p.when(equals(scenario, 'normal'), (p) => {
          p.step(nothing);
        });
        const each = p.forEach(trained.outputs.folds, (p, fold) => {
          expectTypeOf(fold).toEqualTypeOf<Ref<number>>();
          return p.step(promote, { modelVersion: fmt`fold-${fold}` });
        });
        expectTypeOf(each.outputs.digest).toEqualTypeOf<Ref<readonly string[]>>();
        expectTypeOf(each.members).toExtend<Ref<readonly { readonly key: string; readonly digest: string }[]>>();
        p.forEach([{ name: 'gru', lr: 0.1 }], (p, member) => p.step(tell, { digest: field(member, 'name') }), {
          key: 'name',
        });
        const asked = p.approval({ expires: Duration.hours(1) });
        p.match(asked.outputs.decision, { approve: (p) => p.step(early), refuse: hold(), expired: hold() });
        p.finally((p, { status }) => {
          expectTypeOf(status).toEqualTypeOf<Ref<'Succeeded' | 'Failed'>>();
          p.step(tell, { digest: status });
        });
        return { model: trained.outputs.modelVersion, verdict: checked.outputs.verdict };
      },
    );
    expectTypeOf(release).toExtend<
      Unit<
        { readonly scenario: Scenario; readonly mode?: 'a' | 'b' | undefined },
        { readonly model: string; readonly verdict: Verdict }
      >
    >();
  });

  it('for rows of units', () => {
    const row = sequence(train).followedBy(gate);
    expectTypeOf(row).toExtend<
      Unit<{ readonly scenario: Scenario }, { readonly modelVersion: string; readonly verdict: Verdict }>
    >();
  });
});

describe('constructs are units', () => {
  const never2 = (): void =>
    never(() => {
      const chart = new Chart(new GitOpsApp(), 'c', { namespace: 'n' });
      const engine = argo('4.0');
      const evaluate = task('evaluate', {
        image,
        inputs: { modelVersion: text() },
        outputs: { verdict: verdict() },
        command: ['x'],
      });
      const training = new TrainingPipeline(chart, 'train', { engine, train, evaluate: Evaluation.task(evaluate) });
      const staging = Environment.of('staging', {
        application: 'a',
        namespace: 'n',
        url: 'http://a.n.svc.cluster.local',
        proof: VersionProof.http({ path: '/version' }),
      });
      const check = Check.http({ path: '/', expect: { status: 200 } });
      const tested = new StagingTestGate(chart, 'test', { engine, environment: staging, checks: [check] });
      expectTypeOf(tested).toExtend<Unit<Candidate, GateResult>>();
      const schedule = Schedule.cron('0 2 * * *', { timezone: 'Etc/UTC' });
      const run = training.followedBy(tested);
      new CronRetrain(chart, 'a', { engine, run, schedule, inputs: { scenario: 'normal', epochs: 3 } });
      // @ts-expect-error a word that is none of the values
      new CronRetrain(chart, 'b', { engine, run, schedule, inputs: { scenario: 'nromal' } });
      // @ts-expect-error a gate that checks nothing
      new StagingTestGate(chart, 'empty', { engine, environment: staging, checks: [] });
      const blind = task('blind', {
        image,
        inputs: { dataset: text() },
        outputs: { verdict: verdict() },
        command: ['x'],
      });
      // @ts-expect-error an evaluation that training does not feed
      new TrainingPipeline(chart, 'x', { engine, train, evaluate: Evaluation.task(blind) });
      // @ts-expect-error training that does not say which version it trained
      new TrainingPipeline(chart, 'y', { engine, train: early, evaluate: Evaluation.task(evaluate) });
      // @ts-expect-error an evaluation without a verdict
      Evaluation.task(promote);
      // @ts-expect-error a stage that is not fed
      tested.followedBy(tell);
      // @ts-expect-error a time zone that is not said
      Schedule.cron('0 2 * * *');
      const template = new WorkflowTemplate(chart, 'again', { engine, pipeline: run });
      pipeline('outer', {}, (p) => {
        const once = p.step(template, { scenario: 'normal' });
        expectTypeOf(once.outputs.verdict).toEqualTypeOf<Ref<Verdict>>();
        return once;
      });
    });

  it('with typed inputs and outputs', () => never2());
});
