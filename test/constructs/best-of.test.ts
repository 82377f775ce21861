import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { tekton } from '../../src/engines/tekton/index';
import {
  bestOf,
  Evaluation,
  integer,
  MlflowRegistry,
  NotPortableError,
  number,
  pipeline,
  runName,
  TrainingPipeline,
  task,
  text,
  WorkflowTemplate,
} from '../../src/index';
import {
  compile,
  errors,
  explore,
  fails,
  outOfMemory,
  playPlan,
  type Scenario,
  succeeds,
} from '../../src/testing/index';
import { emittedBy } from '../engines/argo/emitted';
import { engine, image } from './nouns';

const registry = MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', { model: 'forecast' });
const member = (name: string, more: object = {}) =>
  task(`train-${name}`, {
    image,
    inputs: { epochs: integer({ default: 5 }) },
    outputs: { runId: text(), rmse: number() },
    command: ['python', `${name}.py`],
    ...more,
  });
const score = { better: 'lower', weights: { rmse: 1 } } as const;
const measured = Evaluation.metrics({ metrics: { rmse: { lessThan: 3 } } });
const three = {
  gru: { train: member('gru') },
  lstm: { train: member('lstm'), evaluate: measured, required: false },
  prophet: { train: member('prophet'), required: false },
} as const;
const best = bestOf('train-best', { members: three, score, registry });
const evaluate = Evaluation.metrics({ metrics: { score: { lessThan: 5 } } });

describe('bestOf', () => {
  const { manifests, template } = emittedBy(
    (chart) => new TrainingPipeline(chart, 'train-model', { engine, train: best, evaluate, registry }),
  );
  const env = (name: string) =>
    Object.fromEntries((template(name).container?.env ?? []).map(({ name, value }) => [name, value]));

  it('tells every member which run of the pipeline it is of, and the program the same', () => {
    for (const name of ['train-gru', 'train-lstm', 'train-prophet', 'select-best'])
      expect(env(name)).toMatchObject({ PIPELINE_RUN: '{{workflow.name}}', MLFLOW_TRACKING_URI: registry.url });
    expect(JSON.parse(env('select-best').SELECTION ?? '')).toEqual({
      members: [
        { name: 'gru', required: true },
        { name: 'lstm', required: false },
        { name: 'prophet', required: false },
      ],
      minCandidates: 1,
      score,
    });
  });

  const plan = compile(manifests, { submit: 'train-model' });
  const trained = {
    'train-gru': { 'run-id': 'g' },
    'train-lstm': { 'run-id': 'l' },
    'train-prophet': { 'run-id': 'p' },
  };
  const good = Object.fromEntries(
    Object.entries(trained).map(([name, outputs]) => [name, succeeds({ ...outputs, rmse: '1' })]),
  );
  const chosen = { outcome: 'selected', 'run-id': 'g', member: 'gru', score: '1', considered: 'gru=1,lstm=2' };
  const play = (but: Extract<Scenario, object>) =>
    playPlan(plan, { ...good, 'end-red': fails(1), 'select-best': succeeds(chosen), ...but } as Scenario);
  const nodesOf = (but: Extract<Scenario, object>) => play(but).workflows[0]?.nodes ?? [];
  const told = (but: Extract<Scenario, object>) =>
    nodesOf(but).find(({ template }) => template === 'select-best')?.inputs ?? {};

  it.each<readonly [string, Extract<Scenario, object>, readonly string[]]>([
    ['all that trained', {}, ['g', 'l', 'p']],
    ['none for one that ran out of memory', { 'train-prophet': outOfMemory }, ['g', 'l', 'none']],
    [
      'none for one whose own gate fails',
      { 'evaluate-lstm': succeeds({ verdict: 'fail', reason: '' }) },
      ['g', 'none', 'p'],
    ],
    ['none for one whose gate is lost', { 'evaluate-lstm': errors() }, ['g', 'none', 'p']],
    [
      'none where all failed',
      { 'train-gru': errors(), 'train-lstm': errors(), 'train-prophet': errors() },
      ['none', 'none', 'none'],
    ],
  ])('hands the program %s', (_, but, runs) => {
    expect(told(but)).toEqual({ gru: runs[0], lstm: runs[1], prophet: runs[2] });
  });

  it('ends red where nobody was chosen, and nothing is registered', () => {
    const none = { 'select-best': fails(1, { outcome: 'none' }) };
    expect(play(none).phase).toBe('Failed');
    expect(nodesOf(none).map(({ template }) => template)).not.toContain('register-model');
  });

  const redProved = (text: string) => {
    const { proved, violations } = explore(JSON.parse(text), {
      submit: 'train-model',
      properties: ['failure-ends-red'],
    });
    return proved.length === 1 ? 'proved' : violations[0]?.message;
  };

  it('is proved to end red where a gate fails that has a say', () => {
    expect(redProved(JSON.stringify(manifests))).toBe('proved');
  });

  it('is not, where a member hands on its run although its own gate failed', () => {
    const told = JSON.stringify(manifests);
    const kept = told.replaceAll(
      "steps.block.outputs.parameters['run-id'] : ''",
      "steps.block.outputs.parameters['run-id'] : 'x'",
    );
    expect(kept).not.toBe(told);
    expect(redProved(kept)).toMatch(/evaluate-lstm does not pass, and the run ends Succeeded$/);
  });

  const of = (members: object, more: object = {}) => bestOf('it', { members, score, registry, ...more } as never);
  const own = pipeline('own', {}, (p) => p.step(member('own')));
  it.each<readonly [string, () => unknown, RegExp]>([
    ['no members', () => of({}), /MLP3070.*has the members/s],
    [
      'a member without a run',
      () => of({ a: { train: task('a', { image, command: ['a'] }) } }),
      /MLP3070.*does not say which run/s,
    ],
    ['a misspelt property of a member', () => of({ a: { train: member('a'), require: false } }), /MLP1007.*require/s],
    [
      'a score without weights',
      () => of({ a: { train: member('a') } }, { score: { better: 'lower', weights: {} } }),
      /MLP3070.*weights/s,
    ],
    [
      'more candidates than members',
      () => of({ a: { train: member('a') } }, { minCandidates: 2 }),
      /MLP3070.*minCandidates/s,
    ],
    [
      'a member that may take longer than the others wait',
      () => of({ a: { train: member('a', { timeout: Duration.hours(3) }) } }, { joinTimeout: Duration.hours(2) }),
      /MLP3070.*'a' may take 10860 s, and the others wait 7200 s/s,
    ],
    [
      'two members that take one input as different things',
      () => of({ a: { train: member('a') }, b: { train: member('b', { inputs: { epochs: text() } }) } }),
      /MLP3070.*takes 'epochs' as something else/s,
    ],
    ['a pipeline that does not tell its tasks the run', () => of({ own: { train: own } }), /MLP1203.*PIPELINE_RUN/s],
  ])('can not have %s', (_, make, problem) => expect(make).toThrow(problem));

  it('takes a pipeline that tells its tasks itself', () => {
    const told = member('own', { env: { ...registry.env, PIPELINE_RUN: runName } });
    expect(() => of({ own: { train: pipeline('own', {}, (p) => p.step(told)) } })).not.toThrow();
  });

  it('is refused on Tekton, where a member that fails fails the run', () => {
    expect(() =>
      emittedBy(
        (chart) => new TrainingPipeline(chart, 'it', { engine: tekton('1.15'), train: best, evaluate, registry }),
      ),
    ).toThrow(NotPortableError);
  });

  it('is a unit like any other', () => {
    const alone = pipeline('alone', {}, (p) => ({ runId: p.step(best).outputs.runId }));
    const { spec } = emittedBy((chart) => new WorkflowTemplate(chart, 'alone', { engine, pipeline: alone }));
    expect(spec().templates?.map(({ name }) => name)).toContain('select-best');
  });
});
