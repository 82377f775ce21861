import { Chart, Duration } from 'cdk8s';
import {
  argo,
  artifact,
  type Candidate,
  Check,
  CronRetrain,
  Deploy,
  Environment,
  Evaluation,
  equals,
  GitOpsApp,
  hold,
  Image,
  ImageRepository,
  type Integer,
  integer,
  MlflowRegistry,
  not,
  number,
  oneOf,
  PromoteOrRevert,
  Promotion,
  pipeline,
  type Ref,
  registerEach,
  Sample,
  Schedule,
  type Sequence,
  StagingTestGate,
  sampled,
  sampling,
  sequence,
  TrainingPipeline,
  task,
  text,
  trainEach,
  trainOnce,
  type Unit,
  type Verdict,
  VersionProof,
  verdict,
  WorkflowTemplate,
  Workload,
} from 'cdk8s-mlops';
import { expectTypeOf, test } from 'vitest';

const app = new GitOpsApp();
const chart = new Chart(app, 'chart', { namespace: 'argo' });
const engine = argo('4.0');
const image = Image.tagged('ghcr.io/acme/train:1.4.2');
const command = ['python', 'main.py'];
const train = task('train', {
  image,
  writable: ['/work'],
  inputs: { epochs: integer({ default: 5 }), scenario: oneOf(['normal', 'bad']) },
  outputs: { modelVersion: text(), digest: text(), accuracy: number(), model: artifact('/work/model') },
  command,
});
const judge = task('judge', {
  image,
  inputs: { modelVersion: text(), scenario: oneOf(['normal', 'bad', 'other']), epochs: number() },
  outputs: { verdict: verdict(), reason: text() },
  command,
});
const evaluate = Evaluation.task(judge);
const place = (name: string) =>
  Environment.of(name, {
    application: 'app',
    namespace: `app-${name}`,
    url: `http://app.app-${name}.svc.cluster.local`,
    proof: VersionProof.http({ path: '/version' }),
    workload: Workload.deployment('app'),
    deploy: Deploy.patch(),
  });
const promotion = Promotion.of({
  from: place('staging'),
  to: place('production'),
  registry: MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', { model: 'app' }),
  images: ImageRepository.at('ghcr.io/acme/app'),
});
const check = Check.http({ path: '/predict', sample: Sample.json({}), expect: { status: 200 } });
const schedule = Schedule.cron('0 2 * * *', { timezone: 'Etc/UTC' });
const training = new TrainingPipeline(chart, 'training', { engine, train, evaluate });
const decision = new PromoteOrRevert(chart, 'decision', { engine, promotion });
const gate = new StagingTestGate(chart, 'gate', { engine, promotion, checks: [check] });

type TrainingInputs = { readonly scenario: 'normal' | 'bad'; readonly epochs?: Integer | undefined };
type TrainingOutputs = { readonly modelVersion: string; readonly digest: string; readonly accuracy: number };

test('the constructs are units, of what they take and hand on', () => {
  expectTypeOf(training).toExtend<Unit<TrainingInputs, TrainingOutputs>>();
  expectTypeOf(training).not.toExtend<Unit<TrainingInputs, { readonly model: unknown }>>();
  expectTypeOf(gate).toExtend<
    Unit<
      { readonly modelVersion: string; readonly digest: string },
      { readonly verdict: Verdict; readonly reason: string }
    >
  >();
  expectTypeOf(training.followedBy(gate).followedBy(decision)).toExtend<Unit<TrainingInputs, {}>>();
  expectTypeOf(training.followedBy(gate)).toEqualTypeOf<
    Sequence<
      TrainingInputs,
      {
        readonly modelVersion: string;
        readonly runId: string;
        readonly digest: string;
        readonly commit: string;
        readonly uri: string;
        readonly accuracy: number;
        readonly verdict: Verdict;
        readonly reason: string;
      }
    >
  >();
});

test('the constructs can be steps of another pipeline', () => {
  pipeline('outer', {}, (p) => {
    const trained = p.step(training, { scenario: 'normal' });
    expectTypeOf(trained.outputs).toHaveProperty('modelVersion');
    expectTypeOf(trained.outputs).not.toHaveProperty('model');
    const { modelVersion, digest } = trained.outputs;
    const gated = p.step(gate, { modelVersion, digest });
    // @ts-expect-error a candidate without its image
    p.step(gate, { modelVersion }, { name: 'c' });
    p.step(decision, { modelVersion }, { after: [gated] });
    p.match(gated.outputs.verdict, { pass: hold(), fail: hold(), error: hold(), inconclusive: hold() });
    // @ts-expect-error an input that training lacks
    p.step(training, {}, { name: 'a' });
    // @ts-expect-error a version that is a number
    p.step(gate, { modelVersion: trained.outputs.accuracy, digest }, { name: 'b' });
    // @ts-expect-error an artifact stays in the run of the training
    trained.outputs.model;
    // @ts-expect-error a verdict that is not looked at word by word
    p.match(gated.outputs.verdict, { pass: hold() });
  });
});

const judgeOf = { image, outputs: { verdict: verdict() }, command };

test('training refuses what it could not run', () => {
  const noVersion = task('train', { image, outputs: { accuracy: number() }, command });
  const undemanding = Evaluation.task(task('judge', judgeOf));
  // @ts-expect-error it must say which version it trained
  new TrainingPipeline(chart, 'a', { engine, train: noVersion, evaluate: undemanding });
  const runOnly = task('train', { image, outputs: { runId: text() }, command });
  expectTypeOf(new TrainingPipeline(chart, 'r', { engine, train: runOnly, evaluate: undemanding })).toExtend<
    Unit<{}, Candidate>
  >();
  const counted = task('build', { image, inputs: { modelVersion: text() }, outputs: { digest: number() }, command });
  // @ts-expect-error a build must say which image it made
  new TrainingPipeline(chart, 's', { engine, train: runOnly, evaluate: undemanding, build: counted });
  new TrainingPipeline(chart, 'b', { engine, train, evaluate: undemanding });

  const hungry = Evaluation.task(task('judge', { ...judgeOf, inputs: { dataset: text() } }));
  // @ts-expect-error the evaluation wants an input that training does not feed
  new TrainingPipeline(chart, 'c', { engine, train, evaluate: hungry });

  const picky = Evaluation.task(task('judge', { ...judgeOf, inputs: { accuracy: text() } }));
  // @ts-expect-error the evaluation wants another type
  new TrainingPipeline(chart, 'd', { engine, train, evaluate: picky });

  const narrow = Evaluation.task(task('judge', { ...judgeOf, inputs: { scenario: oneOf(['normal']) } }));
  // @ts-expect-error the evaluation does not know all scenarios
  new TrainingPipeline(chart, 'e', { engine, train, evaluate: narrow });

  const sated = Evaluation.task(task('judge', { ...judgeOf, inputs: { least: number({ default: 0.9 }) } }));
  new TrainingPipeline(chart, 'f', { engine, train, evaluate: sated });

  new TrainingPipeline(chart, 'k', { engine, train, evaluate: Evaluation.pytest({ directory: 'tests', minTests: 2 }) });
  const pytest = { directory: 'tests', minTests: 2 };
  const fed = Evaluation.pytest({ ...pytest, inputs: { accuracy: number() }, env: (t) => ({ A: t.inputs.accuracy }) });
  new TrainingPipeline(chart, 'l', { engine, train, evaluate: fed });
  const starved = Evaluation.pytest({ ...pytest, inputs: { f1: number() } });
  // @ts-expect-error the tests want an input that training does not feed
  new TrainingPipeline(chart, 'm', { engine, train, evaluate: starved });
  // @ts-expect-error an input that was not declared
  Evaluation.pytest({ ...pytest, inputs: { accuracy: number() }, env: (t) => ({ A: t.inputs.acuracy }) });
  // @ts-expect-error how many tests have to pass is not guessed
  Evaluation.pytest({ directory: 'tests' });

  const numbers = Evaluation.metrics({ metrics: { accuracy: { atLeast: 0.8 } } });
  new TrainingPipeline(chart, 'n', { engine, train, evaluate: numbers });
  const unmeasured = Evaluation.metrics({ metrics: { f1: { atLeast: 0.8 } } });
  // @ts-expect-error a metric that training does not hand on
  new TrainingPipeline(chart, 'o', { engine, train, evaluate: unmeasured });
  const gap = { to: 'trainAccuracy', atMost: 0.1 } as const;
  const ungapped = Evaluation.metrics({ metrics: { accuracy: { better: 'higher', gap } } });
  // @ts-expect-error nor the number on the training data
  new TrainingPipeline(chart, 'p', { engine, train, evaluate: ungapped });
  const champion = { of: 'modelVersion', gain: { atLeast: 0 } } as const;
  const challenged = Evaluation.metrics({ metrics: { accuracy: { better: 'higher', atLeast: 0.8, champion } } });
  new TrainingPipeline(chart, 'q', { engine, train, evaluate: challenged });
  // @ts-expect-error a comparison says what is better
  Evaluation.metrics({ metrics: { accuracy: { atLeast: 0.8, champion } } });
  // @ts-expect-error a limit is a number
  Evaluation.metrics({ metrics: { accuracy: { atLeast: '0.8' } } });

  // @ts-expect-error an evaluation judges
  Evaluation.task(train);
  // @ts-expect-error a task is no evaluation
  new TrainingPipeline(chart, 'g', { engine, train, evaluate: judge });
  // @ts-expect-error there is no training without an evaluation
  new TrainingPipeline(chart, 'h', { engine, train });
  // @ts-expect-error nor without an engine
  new TrainingPipeline(chart, 'i', { train, evaluate });
  // @ts-expect-error a misspelt property
  new TrainingPipeline(chart, 'j', { engine, train, evaluate, deadlin: Duration.hours(1) });
});

test('a gate refuses what it could not check', () => {
  // @ts-expect-error a gate checks something
  new StagingTestGate(chart, 'a', { engine, environment: staging, checks: [] });
  // @ts-expect-error a gate without checks
  new StagingTestGate(chart, 'b', { engine, environment: staging });
  // @ts-expect-error an environment by name
  new StagingTestGate(chart, 'c', { engine, environment: 'staging', checks: [check] });
  // @ts-expect-error a check without an expectation
  Check.http({ path: '/predict' });
  // @ts-expect-error an environment that proves nothing
  Environment.of('staging', { application: 'a', namespace: 'b', url: 'http://c' });
});

test('a row of constructs refuses stages that nothing feeds', () => {
  const publish = task('publish', { image, inputs: { modelVersion: text(), accuracy: number() }, command });
  training.followedBy(gate).followedBy(publish);
  // @ts-expect-error a gate hands on no version
  gate.followedBy(publish);
  const lacking = task('lacking', { image, inputs: { dataset: text() }, command });
  // @ts-expect-error nobody hands on a dataset
  training.followedBy(gate).followedBy(lacking);
  const strict = task('strict', { image, inputs: { verdict: oneOf(['pass', 'fail']) }, command });
  // @ts-expect-error a verdict has four words
  training.followedBy(gate).followedBy(strict);
});

test('a schedule starts a unit with literals for its inputs', () => {
  new CronRetrain(chart, 'a', { engine, run: training, schedule, inputs: { scenario: 'normal', epochs: 3 } });
  new CronRetrain(chart, 'b', { engine, run: training.followedBy(gate), schedule, inputs: { scenario: 'bad' } });
  const easy = pipeline('easy', { x: text({ default: '' }) }, (p) => void p.step(train, { scenario: 'bad' }));
  new CronRetrain(chart, 'c', { engine, run: easy, schedule });
  // @ts-expect-error a word that is no scenario
  new CronRetrain(chart, 'd', { engine, run: training, schedule, inputs: { scenario: 'nromal' } });
  // @ts-expect-error an input that is missing
  new CronRetrain(chart, 'e', { engine, run: training, schedule, inputs: { epochs: 3 } });
  // @ts-expect-error text for a number
  new CronRetrain(chart, 'f', { engine, run: training, schedule, inputs: { scenario: 'normal', epochs: '3' } });
  // @ts-expect-error an input that nobody takes
  new CronRetrain(chart, 'g', { engine, run: training, schedule, inputs: { scenario: 'normal', epoch: 3 } });
  // @ts-expect-error a schedule by its line
  new CronRetrain(chart, 'h', { engine, run: training, schedule: '0 2 * * *' });
  // @ts-expect-error whose two o'clock must be said
  Schedule.cron('0 2 * * *');
});

test('a template is made of a pipeline, and is a unit', () => {
  const release = pipeline('release', { n: integer() }, (p) => p.step(train, { scenario: 'normal' }));
  const template = new WorkflowTemplate(chart, 'release', { engine, pipeline: release });
  expectTypeOf(template).toExtend<Unit<{ readonly n: Integer }, { readonly accuracy: number }>>();
  // @ts-expect-error a pipeline by name
  new WorkflowTemplate(chart, 'again', { engine, pipeline: 'release' });
  // @ts-expect-error an engine by name
  new WorkflowTemplate(chart, 'third', { engine: 'argo', pipeline: release });
  // @ts-expect-error a version that is not supported
  argo('3.5');
});

test('several models are handed on by the names of their members', () => {
  const registry = MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', { model: 'app' });
  const member = task('train-one', { image, inputs: { epochs: integer() }, outputs: { runId: text() }, command });
  const other = task('train-other', { image, inputs: { seed: text() }, outputs: { runId: text() }, command });
  const members = { failure: { train: member }, threat: { train: other, required: false } };
  const trained = trainEach('train-all', { members, registry });
  expectTypeOf(trained).toExtend<
    Unit<
      { readonly epochs: Integer; readonly seed: string },
      { readonly failure: string; readonly threat: string; readonly report: string }
    >
  >();
  const evaluate = { metrics: { val_auc: { atLeast: 0.6 } } };
  const judged = { failure: { registry, evaluate }, threat: { registry, evaluate } };
  const registered = registerEach('register-all', { members: judged, policy: 'perModel' });
  pipeline('outer', { epochs: integer(), seed: text() }, (p, inputs) => {
    // @ts-expect-error an input of one member
    p.step(trained, { epochs: inputs.epochs }, { name: 'a' });
    const { failure, threat, report } = p.step(trained, inputs).outputs;
    // @ts-expect-error a member that is not trained
    p.step(trained, inputs).outputs.capacity;
    // @ts-expect-error a member that is not handed on
    p.step(registered, { failure }, { name: 'b' });
    // @ts-expect-error what is no member
    p.step(registered, { failure, threat, report }, { name: 'c' });
    const { outputs } = p.step(registered, { failure, threat });
    expectTypeOf(outputs.failureUri).toEqualTypeOf<Ref<string>>();
    const released = p.when(not(equals(outputs.failure, 'none')), (p) => {
      p.step(gate, { modelVersion: outputs.failure, digest: outputs.failureDigest, uri: outputs.failureUri });
    });
    // @ts-expect-error the address of a model that there is not
    outputs.capacityUri;
    // @ts-expect-error a verdict that is not looked at word by word
    p.match(outputs.verdict, { pass: hold() }, { after: [released] });
  });
  // @ts-expect-error one that hands on no run
  trainEach('it', { members: { failure: { train: task('a', { image, command }) } }, registry });
  // @ts-expect-error one that has no limits
  registerEach('it', { members: { failure: { registry } }, policy: 'perModel' });
  // @ts-expect-error a policy that there is not
  registerEach('it', { members: judged, policy: 'most' });
  const champion = { of: 'old', gain: { atLeast: 0 } };
  const compared = { metrics: { auc: { better: 'higher', atLeast: 0.6, champion } } } as const;
  // @ts-expect-error a comparison with a champion, whose numbers no run of the candidate has
  registerEach('it', { members: { failure: { registry, evaluate: compared } }, policy: 'perModel' });
});

test('training once takes the inputs of its unit and force, and hands on no candidate', () => {
  const registry = MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', { model: 'app' });
  const once = trainOnce('once', { unit: training.followedBy(gate), registry, inputs: ['epochs'] });
  expectTypeOf(once).toEqualTypeOf<
    Unit<
      TrainingInputs & { readonly force?: boolean | undefined },
      {
        readonly outcome: 'trained' | 'cached';
        readonly configHash: string;
        readonly trainedRun: string;
        readonly trainedVersion: string;
      }
    >
  >();
  // @ts-expect-error nothing that takes a candidate comes after it
  sequence(once).followedBy(gate);
  // @ts-expect-error nor is it the training of another pipeline
  new TrainingPipeline(chart, 'again', { engine, train: once, evaluate });
  // @ts-expect-error an input that the unit does not take
  trainOnce('once', { unit: training, registry, inputs: ['epoch'] });
  // @ts-expect-error a unit that does not say which run it was
  trainOnce('once', { unit: gate, registry });
});

test('a unit whose sampling is looked at hands on what is looked at, and stays what it is', () => {
  const rows = sampling({ train: { rows: 50 } });
  const windowed = sampling({ train: { rows: 50 }, window: { input: 10, output: 1 } });
  const unit = task('take', { image, inputs: { a: text() }, outputs: { ...rows.outputs, b: number() }, command });
  expectTypeOf(sampled('rows', { unit, sampling: rows })).toEqualTypeOf<
    typeof unit extends Unit<infer I, infer O> ? Unit<I, O> : never
  >();
  // @ts-expect-error nobody says how many windows there are
  sampled('windows', { unit, sampling: windowed });
  // @ts-expect-error an unknown strategy
  sampling({ train: { rows: 50 }, strategy: 'tail' });
  // @ts-expect-error no run, and no outputs
  sampled('gate', { unit: gate, sampling: rows });
});
