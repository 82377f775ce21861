import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Pipeline, tekton } from '../../src/engines/tekton/index';
import {
  integer,
  MlflowRegistry,
  NotPortableError,
  pipeline,
  task,
  text,
  trainEach,
  WorkflowTemplate,
} from '../../src/index';
import { compile, errors, fails, hangs, outOfMemory, playPlan, type Scenario, succeeds } from '../../src/testing/index';
import { emittedBy } from '../engines/argo/emitted';
import { engine, image } from './nouns';

const registry = MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', { model: 'aiops' });
const member = (name: string, more: object = {}) =>
  task(`train-${name}`, {
    image,
    inputs: { epochs: integer({ default: 50 }) },
    outputs: { runId: text() },
    command: ['python', `${name}.py`],
    ...more,
  });
const three = {
  gru: { train: member('gru') },
  lstm: { train: member('lstm') },
  dailyProphet: { train: member('prophet'), required: false },
} as const;

describe('trainEach', () => {
  const each = trainEach('train-all', { members: three, registry, minCandidates: 2 });
  const after = task('after', {
    image,
    inputs: { gru: text(), lstm: text(), prophet: text() },
    command: ['after'],
  });
  const run = pipeline('run', {}, (p) => {
    const { gru, lstm, dailyProphet: prophet } = p.step(each).outputs;
    p.step(after, { gru, lstm, prophet });
  });
  const { manifests, template } = emittedBy((chart) => new WorkflowTemplate(chart, 'run', { engine, pipeline: run }));
  const env = (name: string) =>
    Object.fromEntries((template(name).container?.env ?? []).map(({ name, value }) => [name, value]));

  it('tells every member which run of the pipeline it is of, and the program who may be missing', () => {
    for (const name of ['train-gru', 'train-lstm', 'train-prophet', 'join-members'])
      expect(env(name)).toMatchObject({ PIPELINE_RUN: '{{workflow.name}}', MLFLOW_TRACKING_URI: registry.url });
    expect(env('join-members')).not.toHaveProperty('MLFLOW_REGISTERED_MODEL');
    expect(env('join-members').RUN_OF_DAILY_PROPHET).toContain("inputs.parameters['daily-prophet']");
    expect(JSON.parse(env('join-members').MEMBERS ?? '')).toEqual({
      members: [
        { name: 'gru', required: true },
        { name: 'lstm', required: true },
        { name: 'daily-prophet', required: false },
      ],
      minCandidates: 2,
    });
  });

  const plan = compile(manifests, { submit: 'run' });
  const good = {
    'train-gru': succeeds({ 'run-id': 'g' }),
    'train-lstm': succeeds({ 'run-id': 'l' }),
    'train-prophet': succeeds({ 'run-id': 'p' }),
    'join-members': succeeds({ outcome: 'trained', gru: 'g', lstm: 'l', 'daily-prophet': 'p', report: 'gru=trained' }),
  };
  const play = (but: object) => {
    const { phase, workflows } = playPlan(plan, { ...good, ...but } as Scenario);
    const given = (name: string) =>
      workflows[0]?.nodes.find(({ template, phase }) => template === name && phase !== 'Omitted')?.inputs;
    return { phase, joined: given('join-members'), after: given('after') };
  };
  const all = { gru: 'g', lstm: 'l', 'daily-prophet': 'p' };

  it.each<readonly [string, object, object]>([
    ['all that trained', {}, all],
    ['none for one that ran out of memory', { 'train-prophet': outOfMemory }, { ...all, 'daily-prophet': 'none' }],
    ['none for one that hung until its timeout', { 'train-prophet': hangs }, { ...all, 'daily-prophet': 'none' }],
    [
      'none for all that were lost',
      { 'train-gru': errors(), 'train-lstm': errors(), 'train-prophet': errors() },
      { gru: 'none', lstm: 'none', 'daily-prophet': 'none' },
    ],
  ])('hands the program %s', (_, but, runs) => expect(play(but).joined).toEqual(runs));

  it('goes on without a member that may be missing, which is none to whoever comes after', () => {
    const joined = {
      outcome: 'trained',
      gru: 'g',
      lstm: 'l',
      'daily-prophet': 'none',
      report: 'daily-prophet=missing',
    };
    const played = play({ 'train-prophet': fails(1), 'join-members': succeeds(joined) });
    expect(played).toMatchObject({ phase: 'Succeeded', after: { gru: 'g', lstm: 'l', prophet: 'none' } });
  });

  it('ends red where a member is missing that has to be there, and nothing comes after', () => {
    const played = play({ 'train-gru': fails(1), 'join-members': fails(1, { outcome: 'missing' }) });
    expect(played).toMatchObject({ phase: 'Failed', joined: { gru: 'none' }, after: undefined });
  });

  const of = (members: object, more: object = {}) => trainEach('it', { members, registry, ...more } as never);
  it.each<readonly [string, () => unknown, RegExp]>([
    ['no members', () => of({}), /MLP3076.*has the members/s],
    [
      'a member without a run',
      () => of({ a: { train: task('a', { image, command: ['a'] }) } }),
      /MLP3076.*does not say which run/s,
    ],
    ['an evaluation of a member', () => of({ a: { train: member('a'), evaluate: {} } }), /MLP1007.*evaluate/s],
    [
      'more candidates than members',
      () => of({ a: { train: member('a') } }, { minCandidates: 2 }),
      /MLP3076.*from 1 to 1/s,
    ],
    ['a member called as an output', () => of({ report: { train: member('a') } }), /MLP1006.*'report'/s],
    ['two members of one name in manifests', () => of({ dailyGru: three.gru, 'daily-gru': three.lstm }), /daily-gru/],
    [
      'a member that may take longer than the others wait',
      () => of({ a: { train: member('a', { timeout: Duration.hours(3) }) } }, { joinTimeout: Duration.hours(2) }),
      /MLP3076.*'a' may take 10860 s, and the others wait 7200 s/s,
    ],
    [
      'two members that take one input as different things',
      () => of({ a: { train: member('a') }, b: { train: member('b', { inputs: { epochs: text() } }) } }),
      /MLP3076.*takes 'epochs' as something else/s,
    ],
  ])('can not have %s', (_, make, problem) => expect(make).toThrow(problem));

  it('takes a member whose runs have ids of a pattern', () => {
    const strict = member('strict', { outputs: { runId: text({ pattern: /[0-9a-f]{32}/ }) } });
    const { manifests } = emittedBy(
      (chart) =>
        new WorkflowTemplate(chart, 'it', {
          engine,
          pipeline: trainEach('it', { members: { strict: { train: strict } }, registry }),
        }),
    );
    const missing = succeeds({ outcome: 'trained', strict: 'none', report: 'strict=missing' });
    const { workflows } = playPlan(compile(manifests, { submit: 'it' }), {
      'train-strict': fails(1),
      'join-members': missing,
    });
    expect(workflows[0]?.nodes.find(({ template }) => template === 'join-members')?.inputs).toEqual({ strict: 'none' });
  });

  it('is refused on Tekton, where a member that fails fails the run', () => {
    expect(() => emittedBy((chart) => new Pipeline(chart, 'it', { engine: tekton('1.15'), pipeline: run }))).toThrow(
      NotPortableError,
    );
  });
});
