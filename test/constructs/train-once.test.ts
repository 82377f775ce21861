import type { Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Pipeline, tekton } from '../../src/engines/tekton/index';
import {
  bestOf,
  boolean,
  Check,
  CronRetrain,
  type EngineTarget,
  Evaluation,
  integer,
  number,
  PromoteOrRevert,
  pipeline,
  type Ref,
  runName,
  Schedule,
  StagingTestGate,
  sequence,
  TrainingPipeline,
  task,
  text,
  trainOnce,
  verdict,
  WorkflowTemplate,
} from '../../src/index';
import { compile, errors, explore, fails, playPlan, type Scenario, succeeds } from '../../src/testing/index';
import { emittedBy } from '../engines/argo/emitted';
import { engine, image, promotionFrom, registry, staging } from './nouns';

const trainer = (name = 'train', more: object = {}) =>
  task(name, {
    image,
    inputs: { epochs: integer({ default: 5 }), dataDigest: text({ default: 'd1' }) },
    outputs: { runId: text(), rmse: number(), digest: text({ pattern: /sha256:[0-9a-f]{64}/ }) },
    command: ['python', 'train.py'],
    env: ({ inputs }) => ({ EPOCHS: inputs.epochs, DATA: inputs.dataDigest }),
    ...more,
  });
const evaluate = Evaluation.metrics({ metrics: { rmse: { lessThan: 3 } } });
const trainingIn = (chart: Chart, target: EngineTarget = engine) =>
  new TrainingPipeline(chart, 'train-model', { engine: target, train: trainer(), evaluate, registry });
const d = (letter: string) => `sha256:${letter.repeat(64)}`;

describe('trainOnce', () => {
  const { manifests, template } = emittedBy((chart) => {
    const once = trainOnce('train-once', { unit: trainingIn(chart), registry });
    new WorkflowTemplate(chart, 'train-once', { engine, pipeline: once });
  });
  const envOf = (name: string): Record<string, string | undefined> =>
    Object.fromEntries((template(name, 'train-once').container?.env ?? []).map(({ name, value }) => [name, value]));
  const plan = compile(manifests, { submit: 'train-once' });
  const hash = 'a'.repeat(64);
  const looked = (outcome: string, run = 'none', version = 'none') =>
    succeeds({ outcome, 'config-hash': hash, 'trained-run': run, 'trained-version': version });
  const good = {
    'find-train-once': looked('none'),
    train: succeeds({ 'run-id': 'r2', rmse: '1', digest: d('a') }),
    evaluate: succeeds({ verdict: 'pass', reason: '' }),
    'register-model': succeeds({
      outcome: 'registered',
      'model-version': '6',
      'artifact-uri': 's3://m/6',
      'run-id': 'r2',
      digest: d('b'),
    }),
    'mark-train-once': succeeds({ outcome: 'trained', 'trained-run': 'r2', 'trained-version': '6' }),
    'end-red': fails(1),
  };
  const play = (but: object = {}) => {
    const workflow = playPlan(plan, { ...good, ...but } as unknown as Scenario).workflows[0];
    const pods = workflow?.nodes.filter(({ type }) => type === 'Pod').map(({ template }) => template) ?? [];
    const outputs = workflow?.nodes.find(({ template }) => template === 'train-once')?.outputs ?? {};
    return { phase: workflow?.phase, pods, outputs };
  };

  it('trains what was not trained before, and writes it down last', () => {
    const { phase, pods } = play();
    expect(phase).toBe('Succeeded');
    expect(pods).toEqual(['find-train-once', 'train', 'evaluate', 'register-model', 'mark-train-once']);
  });

  it('F-S8: ends green without training where the same was trained before, and says which version it was', () => {
    const found = play({ 'find-train-once': looked('found', 'r1', '5') });
    expect(found).toMatchObject({ phase: 'Succeeded', pods: ['find-train-once'] });
    expect(found.outputs).toEqual({
      outcome: 'cached',
      'config-hash': hash,
      'trained-run': 'r1',
      'trained-version': '5',
    });
    expect(play().outputs).toMatchObject({ outcome: 'trained', 'trained-run': 'r2', 'trained-version': '6' });
  });

  it.each<readonly [string, object, boolean]>([
    ['is forced it trains', { 'find-train-once': looked('forced') }, true],
    [
      'finds that MLflow does not answer it ends red, and trains nothing',
      { 'find-train-once': fails(1, { outcome: 'error' }) },
      false,
    ],
    ['loses the pod that looks it trains nothing either', { 'find-train-once': errors() }, false],
  ])('where it %s', (_, but, trains) => {
    const { phase, pods } = play(but);
    expect(phase).toBe(trains ? 'Succeeded' : 'Failed');
    expect(pods.includes('train')).toBe(trains);
  });

  it.each<readonly [string, object]>([
    ['a model that is rejected', { evaluate: succeeds({ verdict: 'fail', reason: '' }) }],
    ['an evaluation that could not judge', { evaluate: fails(1, { verdict: 'error', reason: '' }) }],
    ['a training that fails', { train: fails(1) }],
    ['a registry that refuses it', { 'register-model': fails(1, { outcome: 'refused' }) }],
  ])('2.3-5: writes down nothing of %s, so that the same is trained again', (_, but) => {
    const { phase, pods } = play(but);
    expect(phase).toBe('Failed');
    expect(pods).not.toContain('mark-train-once');
  });

  it('tells the programs what identifies a training', () => {
    expect(envOf('find-train-once')).toMatchObject({
      MLFLOW_TRACKING_URI: registry.url,
      MLFLOW_REGISTERED_MODEL: 'fraud',
      INPUT_0: '{{inputs.parameters.epochs}}',
      FORCE: '{{inputs.parameters.force}}',
    });
    expect(JSON.parse(envOf('find-train-once').IDENTITY ?? '')).toEqual({
      definition: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      inputs: [
        { name: 'epochs', kind: 'integer' },
        { name: 'dataDigest', kind: 'text' },
      ],
    });
    expect(envOf('mark-train-once')).toMatchObject({ PIPELINE_RUN: '{{workflow.name}}' });
  });

  it('hands its force on to a unit that has one, which tells no training from another', () => {
    const own = trainer('train', {
      inputs: { epochs: integer({ default: 5 }), dataDigest: text(), force: boolean({ default: false }) },
      env: ({ inputs }: { inputs: { force: Ref<boolean> } }) => ({ FORCE_REPROCESS: inputs.force }),
    });
    const { template } = emittedBy(
      (chart) => new WorkflowTemplate(chart, 'it', { engine, pipeline: trainOnce('it', { unit: own, registry }) }),
    );
    const variables = (name: string): Record<string, string | undefined> =>
      Object.fromEntries((template(name).container?.env ?? []).map(({ name, value }) => [name, value]));
    expect(variables('train')).toMatchObject({ FORCE_REPROCESS: '{{inputs.parameters.force}}' });
    expect(variables('find-it').IDENTITY).not.toContain('"force"');
  });

  const definitionOf = (unit: object): string => {
    const { template } = emittedBy(
      (chart) => new WorkflowTemplate(chart, 'it', { engine, pipeline: trainOnce('it', { unit, registry } as never) }),
    );
    const identity = template('find-it').container?.env?.find(({ name }) => name === 'IDENTITY')?.value;
    return (JSON.parse(identity ?? '') as { definition: string }).definition;
  };
  const around = (epochs: number) =>
    pipeline('around', {}, (p) => {
      const told = trainer('train', { env: { ...registry.env } });
      return { runId: p.step(told, { epochs, dataDigest: 'd' }).outputs.runId };
    });
  it('is another training with another image, command, environment, or literal input', () => {
    const more: readonly object[] = [
      {},
      { image: { reference: 'ghcr.io/acme/fraud:1.4.3' } },
      { command: ['python', 'other.py'] },
      { env: { EPOCHS: '6' } },
    ];
    const definitions = [
      ...more.map((each) => definitionOf(trainer('train', each))),
      ...[1, 2].map((epochs) => definitionOf(around(epochs))),
    ];
    expect(new Set(definitions).size).toBe(definitions.length);
  });

  it('is the same training with more memory, or when it is synthesized again', () => {
    const definition = definitionOf(trainer());
    expect(definitionOf(trainer())).toBe(definition);
    expect(definitionOf(trainer('train', { resources: { memory: '8Gi' } }))).toBe(definition);
    expect(definitionOf(around(1))).toBe(definitionOf(around(1)));
  });

  it.each(['failure-ends-red', 'ends-in-time'])('is proved: %s', (property) => {
    const explored = explore(manifests as never, { submit: 'train-once', properties: [property] as never });
    expect(explored).toMatchObject({ proved: [{ property }], violations: [], undecided: [] });
  });

  const deliveryIn = (chart: Chart, target: EngineTarget) => {
    const promotion = promotionFrom(staging);
    const gate = new StagingTestGate(chart, 'test-staging', {
      engine: target,
      promotion,
      checks: [Check.http({ path: '/predict', expect: { status: 200 } })],
    });
    const decision = new PromoteOrRevert(chart, 'promote-or-revert', { engine: target, promotion });
    const unit = trainingIn(chart, target).followedBy(gate).followedBy(decision);
    return new CronRetrain(chart, 'cron-train', {
      engine: target,
      run: trainOnce('deliver-once', { unit, registry }),
      schedule: Schedule.cron('0 2 * * *', { timezone: 'Etc/UTC' }),
    });
  };

  it('has a whole delivery inside, started by a schedule: promoted, or cached with nothing moved', () => {
    const { manifests } = emittedBy((chart) => deliveryIn(chart, engine));
    const explored = explore(manifests as never, { submit: 'cron-train' });
    expect(explored.violations).toEqual([]);
    expect(explored.proved.map(({ property }) => property)).toContain('pass-before-promotion');
    // What settles at the end of each run finishes what an earlier one left open.
    const cached = plays(manifests, looked('found', 'r1', '5'));
    expect(cached).toEqual({ phase: 'Succeeded', pods: ['find-deliver-once', 'settle-staging'] });
  });

  const plays = (of: readonly object[], found: object) => {
    const [workflow] = playPlan(compile(of as never, { submit: 'cron-train' }), {
      'find-deliver-once': found,
    } as unknown as Scenario).workflows;
    const pods = workflow?.nodes.flatMap(({ type, template }) => (type === 'Pod' ? [template] : []));
    return { phase: workflow?.phase, pods };
  };

  it('is seen by a proof to be cached or not, unless it is forced', () => {
    const scenarios = (force: string) =>
      explore(manifests as never, { submit: 'train-once', arguments: { force }, properties: ['failure-ends-red'] })
        .plays;
    expect(scenarios('false')).toBeGreaterThan(scenarios('true'));
  });

  it('is the same on Tekton', () => {
    const target = tekton('1.15');
    const { one, manifests } = emittedBy((chart) => {
      const once = trainOnce('train-once', { unit: trainingIn(chart, target), registry });
      new Pipeline(chart, 'train-once', { engine: target, pipeline: once });
    });
    expect(JSON.stringify(one('Pipeline', 'train-once').spec)).toContain('find-train-once');
    const explored = explore(manifests as never, { submit: 'train-once', properties: ['failure-ends-red'] });
    expect(explored).toMatchObject({ proved: [{ property: 'failure-ends-red' }], violations: [], undecided: [] });
    expect(() => emittedBy((chart) => deliveryIn(chart, target))).not.toThrow();
  });

  it('writes down nothing that a gate at the end of the unit does not let pass', () => {
    const gate = task('gate', {
      image,
      inputs: { runId: text() },
      outputs: { verdict: verdict(), reason: text() },
      command: ['gate'],
    });
    const { manifests } = emittedBy((chart) => {
      const unit = sequence(trainer()).followedBy(gate);
      new WorkflowTemplate(chart, 'it', { engine, pipeline: trainOnce('it', { unit, registry }) });
    });
    const plan = compile(manifests, { submit: 'it' });
    const ended = (word: string) => {
      const scenario = {
        'find-it': looked('none'),
        train: good.train,
        gate: succeeds({ verdict: word, reason: '' }),
        'mark-it': good['mark-train-once'],
        'end-red': fails(1),
      };
      const workflow = playPlan(plan, scenario as unknown as Scenario).workflows[0];
      const marked = workflow?.nodes.some(({ type, template }) => type === 'Pod' && template === 'mark-it');
      return `${workflow?.phase}, ${marked ? 'marked' : 'not marked'}`;
    };
    expect(['pass', 'fail', 'error', 'inconclusive'].map(ended)).toEqual([
      'Succeeded, marked',
      'Failed, not marked',
      'Failed, not marked',
      'Failed, not marked',
    ]);
  });

  it.each([
    ['Argo', engine],
    ['Tekton', tekton('1.15')],
  ])('writes down nothing before the whole unit came to its end, on %s', (_, target: EngineTarget) => {
    const deploy = task('deploy', { image, command: ['deploy'] });
    const unit = pipeline('deliver', {}, (p) => {
      const trained = p.step(trainer('train', { env: { ...registry.env, PIPELINE_RUN: runName } }), {});
      p.step(deploy, {}, { after: [trained] });
      return { runId: trained.outputs.runId };
    });
    const { manifests } = emittedBy((chart) => {
      const once = trainOnce('it', { unit, registry });
      if (target.engine === 'tekton') new Pipeline(chart, 'it', { engine: target as never, pipeline: once });
      else new WorkflowTemplate(chart, 'it', { engine, pipeline: once });
    });
    const plan = compile(manifests, { submit: 'it' });
    const played = playPlan(plan, {
      'find-it': looked('none'),
      train: good.train,
      deploy: fails(1),
      'mark-it': good['mark-train-once'],
    } as unknown as Scenario);
    const [run] = played.workflows;
    expect(run?.phase).toBe('Failed');
    const done = run?.nodes.filter(({ phase }) => phase === 'Succeeded' || phase === 'Failed').map(({ name }) => name);
    expect(done?.some((name) => name.endsWith('.deploy'))).toBe(true);
    expect(done?.filter((name) => name.includes('mark-it'))).toEqual([]);
  });

  it('writes down nothing on Tekton before a release has ended', () => {
    const target = tekton('1.15');
    const { manifests } = emittedBy((chart) => deliveryIn(chart, target));
    const tasks = manifests
      .filter(({ kind, metadata }) => kind === 'Pipeline' && metadata.name === 'cron-train')
      .flatMap(({ spec }) => (spec as { tasks: readonly { name: string; runAfter?: readonly string[] }[] }).tasks);
    // What ends red unless it was promoted, and is skipped then.
    expect(tasks.find(({ name }) => name === 'mark-deliver-once')?.runAfter).toEqual(['not-promoted']);
  });

  it('is cached on Tekton too: no program of the unit runs, and the run says which version it was', () => {
    const target = tekton('1.15');
    const { manifests } = emittedBy((chart) => {
      const once = trainOnce('train-once', { unit: trainingIn(chart, target), registry });
      new Pipeline(chart, 'train-once', { engine: target, pipeline: once });
    });
    const [run] = playPlan(compile(manifests, { submit: 'train-once' }), {
      'find-train-once': looked('found', 'r1', '5'),
    } as unknown as Scenario).workflows;
    const steps = run?.nodes.filter(({ type, phase }) => type === 'Step' && phase === 'Succeeded');
    expect(run).toMatchObject({ phase: 'Succeeded' });
    expect(run?.nodes.find(({ type }) => type === 'PipelineRun')?.outputs).toMatchObject({
      outcome: 'cached',
      'trained-version': '5',
    });
    expect(steps?.filter(({ name }) => /train\.train|evaluate\.evaluate|mark-train-once\.mark/.test(name))).toEqual([]);
  });

  const once = (props: object) => trainOnce('it', { unit: trainer(), registry, ...props } as never);
  it.each<readonly [string, () => unknown, RegExp]>([
    [
      'a unit that does not say what it trained',
      () => once({ unit: task('a', { image, command: ['a'] }) }),
      /MLP3079.*does not say which run trained/s,
    ],
    ['an input that there is not', () => once({ inputs: ['epoch'] }), /MLP3079.*'epoch'.*did you mean 'epochs'/s],
    ['no registry', () => once({ registry: undefined }), /MLP3079.*looks for trainings in undefined/s],
    ['a misspelt property', () => once({ input: [] }), /MLP1007.*input/s],
    [
      'a force that is no boolean',
      () => once({ unit: trainer('train', { inputs: { epochs: integer(), dataDigest: text(), force: text() } }) }),
      /MLP3079.*'force' is no boolean/s,
    ],
  ])('can not have %s', (_, make, problem) => expect(make).toThrow(problem));

  it('does not hand on what was trained before as a candidate: that does not compile', () => {
    const gate = task('gate', { image, inputs: { modelVersion: text() }, command: ['gate'] });
    const unit = trainOnce('it', { unit: trainer(), registry });
    pipeline('after', {}, (p) => {
      const { outputs } = p.step(unit, {});
      // @ts-expect-error what comes after training stands inside of it
      expect(() => p.step(gate, { modelVersion: outputs.modelVersion })).toThrow(/MLP1104/);
    });
  });

  it('is around a selection: the winner of this run is written down, and never one of before', () => {
    const member = (name: string) => trainer(`train-${name}`);
    const best = bestOf('train-best', {
      members: { gru: { train: member('gru') }, lstm: { train: member('lstm'), required: false } },
      score: { better: 'lower', weights: { rmse: 1 } },
      registry,
    });
    const { template } = emittedBy((chart) => {
      const training = new TrainingPipeline(chart, 'train-model', {
        engine,
        train: best,
        evaluate: Evaluation.metrics({ metrics: { score: { lessThan: 5 } } }),
        registry,
      });
      new WorkflowTemplate(chart, 'it', { engine, pipeline: trainOnce('it', { unit: training, registry }) });
    });
    expect(template('mark-it', 'it').container?.env?.find(({ name }) => name === 'MODEL_VERSION')?.value).toBe(
      '{{inputs.parameters.model-version}}',
    );
  });
});
