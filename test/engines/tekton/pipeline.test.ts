import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { CronPipelineRun, Pipeline, tekton } from '../../../src/engines/tekton/index';
import {
  argo,
  fmt,
  integer,
  oneOf,
  PipelineError,
  pipeline,
  task,
  text,
  type Unit,
  Volume,
  WorkflowTemplate,
} from '../../../src/index';
import { image, notify, publish, smoke, train } from '../argo/units';
import { emitted, emittedBy } from './emitted';

const engine = tekton('1.15');

function refused(define: () => unknown): PipelineError {
  try {
    define();
  } catch (error) {
    if (PipelineError.is(error)) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('a Pipeline', () => {
  const release = pipeline('release', { who: text({ default: 'me', doc: 'by whom' }) }, (p, { who }) => {
    const { outputs } = p.step(train);
    p.step(notify, { message: fmt`${who}: ${outputs.modelVersion}` });
    p.step(notify, { message: who }, { name: 'again' });
  });

  it('has its tasks in objects of their own, alike ones in one', () => {
    const { manifests, task } = emitted(release);
    const tasks = manifests.filter(({ kind }) => kind === 'Task').map(({ metadata }) => metadata.name);
    expect(tasks).toEqual(['release-take-inputs', 'release-train', 'release-notify']);
    expect(task('again').taskRef).toEqual(task('notify').taskRef);
    expect(task('notify').params).toEqual([
      { name: 'message', value: '$(params.who): $(tasks.train.results.model-version)' },
    ]);
  });

  it('starts with a look at what the run was given', () => {
    const { pipeline, task } = emitted(release);
    expect(pipeline.params).toEqual([{ name: 'who', type: 'string', description: 'by whom', default: 'me' }]);
    expect(pipeline.tasks?.[0]?.name).toBe('check-inputs');
    expect(task('train').runAfter).toEqual(['check-inputs']);
    expect(task('notify').runAfter).toBeUndefined();
  });

  it('says the words of an input, and offers them where the flag is said to be set', () => {
    const words = pipeline('it', { size: oneOf(['s', 'l']) }, (p) => void p.step(train));
    expect(emitted(words).pipeline.params).toEqual([{ name: 'size', type: 'string', description: 'one of s, l' }]);
    const flagged = emitted(words, tekton('1.15', { requires: ['enable-param-enum'] }));
    expect(flagged.pipeline.params).toEqual([{ name: 'size', type: 'string', enum: ['s', 'l'] }]);
  });

  it('puts the tasks of another one into its own', () => {
    const { task } = emittedBy((chart) => {
      const unit = new Pipeline(chart, 'unit', { pipeline: pipeline('unit', {}, (p) => p.step(train)), engine });
      const whole = pipeline('whole', {}, (p) => {
        const { outputs } = p.step(unit);
        p.step(publish, { modelVersion: outputs.modelVersion });
      });
      new Pipeline(chart, 'whole', { pipeline: whole, engine });
      return chart;
    })
      .manifests.filter(({ kind, metadata }) => kind === 'Pipeline' && metadata.name === 'whole')
      .map(({ spec }) => ({ task: (spec as { tasks: { name: string }[] }).tasks.map(({ name }) => name) }))[0] ?? {
      task: [],
    };
    expect(task).toEqual(['train', 'publish']);
  });

  it('says in its run what only a run can say', () => {
    const data = Volume.shared('data', { size: '1Gi' });
    const big = task('big', {
      image,
      command: ['big'],
      nodeSelector: { gpu: 'yes' },
      mounts: { '/data': data },
      account: 'writer',
      timeout: Duration.minutes(90),
    });
    const { run, manifests } = emitted(pipeline('it', {}, (p) => void p.step(big)));
    expect(run.spec).toMatchObject({
      timeouts: { pipeline: '1h41m0s' },
      taskRunTemplate: { serviceAccountName: 'it' },
      taskRunSpecs: [
        {
          pipelineTaskName: 'big',
          serviceAccountName: 'it-writer',
          podTemplate: { nodeSelector: { gpu: 'yes' }, securityContext: { fsGroup: 1000 } },
        },
      ],
      workspaces: [{ name: 'data' }],
    });
    const accounts = manifests.filter(({ kind }) => kind === 'ServiceAccount').map(({ metadata }) => metadata.name);
    expect(accounts).toEqual(['it', 'it-writer']);
  });

  it('gives a Task the labels of its pods, and two of one name Tasks of their own where only those differ', () => {
    const one = (component: string) => task('train', { image, command: ['train'], labels: { component } });
    const { manifests } = emitted(
      pipeline('it', {}, (p) => {
        p.step(one('training'), {}, { name: 'first' });
        p.step(one('other'), {}, { name: 'second' });
      }),
    );
    const tasks = manifests.filter(({ kind }) => kind === 'Task').map(({ metadata }) => metadata as object);
    const managed = { 'app.kubernetes.io/managed-by': 'cdk8s-mlops' };
    expect(tasks).toMatchObject([
      { name: 'it-train', labels: { component: 'training', ...managed } },
      { name: 'it-second', labels: { component: 'other', ...managed } },
    ]);
  });

  it('gives a gate its verdict by its last step only', () => {
    const gate = pipeline('it', {}, (p) => p.step(smoke, { modelVersion: '1' }));
    const { step, spec } = emitted(gate);
    expect(spec('smoke').steps?.map(({ name }) => name)).toEqual(['smoke', 'hand-on']);
    expect(step('smoke', 'smoke').onError).toBe('continue');
    expect(step('smoke', 'hand-on').onError).toBeUndefined();
  });
});

describe('what is refused', () => {
  const one = (unit: Unit<{}, unknown>) => () => emitted(pipeline('it', {}, (p) => void p.step(unit)));
  const echo = (value: string) => task('echo', { image, command: ['echo', value] });

  it.each<[string, () => unknown, string]>([
    ['a target that is none', () => tekton('0.9' as never), 'MLP2103'],
    ['a flag that nobody reads', () => tekton('1.15', { requires: ['x' as never] }), 'MLP2103'],
    [
      "Argo's target",
      () =>
        emitted(
          pipeline('it', {}, (p) => void p.step(train)),
          argo('4.0') as never,
        ),
      'MLP2003',
    ],
    ['text that Tekton would replace', one(echo('$(params.x)')), 'MLP2102'],
    [
      'text that the kubelet would replace',
      () => emitted(pipeline('it', {}, (p) => void p.step(notify, { message: 'a $(TOKEN)' }))),
      'MLP2102',
    ],
    [
      'a unit of Argo',
      () =>
        emittedBy((chart) => {
          const unit = new WorkflowTemplate(chart, 'a', {
            pipeline: pipeline('a', {}, (p) => void p.step(train)),
            engine: argo('4.0'),
          });
          new Pipeline(chart, 'it', { pipeline: pipeline('it', {}, (p) => void p.step(unit)), engine });
        }),
      'MLP2003',
    ],
    [
      'a deadline that is too short',
      () => emitted(pipeline('it', {}, (p) => void p.step(train), { deadline: Duration.minutes(5) })),
      'MLP1304',
    ],
    [
      'a deadline of a pipeline in it that is too short for the tasks that come of that',
      () => {
        const part = pipeline('part', {}, (p) => void p.step(train), { deadline: Duration.minutes(5) });
        return emitted(pipeline('it', {}, (p) => void p.step(part)));
      },
      'MLP1304',
    ],
    ['a task by itself', () => emitted(train as never), 'MLP1109'],
  ])('%s', (_, define, code) => {
    expect(refused(define)).toMatchObject({ code });
  });

  it('is no word that a program sees as it stands', () => {
    const { step } = emitted(pipeline('it', {}, (p) => void p.step(echo('$(HOME) $5 $$'))));
    expect(step('echo', 'echo').command).toEqual(['echo', '$$(HOME) $$5 $$$$']);
  });
});

describe('a CronPipelineRun', () => {
  const schedule = { cron: '0 2 * * *', timezone: 'Europe/Berlin' };
  const counted = pipeline('it', { epochs: integer(), who: text({ default: 'me' }) }, (p) => void p.step(train));
  const nightly = (inputs: object) =>
    emittedBy((chart) => {
      const unit = new Pipeline(chart, 'it', { pipeline: counted, engine });
      new CronPipelineRun(chart, 'nightly', { engine, pipeline: unit, schedule, inputs: inputs as never });
    });

  it('creates a run of the Pipeline with its inputs, by an account that may do no more', () => {
    const { one } = nightly({ epochs: 3 });
    const { data } = one('ConfigMap', 'nightly-start') as unknown as { data: { 'run.json': string } };
    expect(JSON.parse(data['run.json']).spec).toMatchObject({
      pipelineRef: { name: 'it' },
      params: [{ name: 'epochs', value: '3' }],
      taskRunTemplate: { serviceAccountName: 'it' },
    });
    expect(one('Role', 'nightly-start').rules).toEqual([
      { apiGroups: ['tekton.dev'], resources: ['pipelineruns'], verbs: ['create', 'list'] },
      { apiGroups: ['tekton.dev'], resources: ['pipelineruns'], verbs: ['delete'] },
    ]);
    expect(one('CronJob').spec).toMatchObject({
      schedule: '0 2 * * *',
      timeZone: 'Europe/Berlin',
      concurrencyPolicy: 'Forbid',
    });
  });

  it('may have the name of the Pipeline, of which it takes nothing', () => {
    const { manifests, one } = emittedBy((chart) => {
      const unit = new Pipeline(chart, 'release', { pipeline: counted, engine });
      new CronPipelineRun(chart, 'it', { engine, pipeline: unit, schedule, inputs: { epochs: 3 as never } });
    });
    const names = manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(one('CronJob', 'it').spec).toMatchObject({
      jobTemplate: { spec: { template: { spec: { serviceAccountName: 'it-start' } } } },
    });
  });

  it.each([
    ['an input that is missing', {}, 'MLP1102'],
    ['an input that is none', { epochs: 3, epoch: 4 }, 'MLP1101'],
    ['an input of another type', { epochs: 'x' }, 'MLP1001'],
  ])('refuses %s', (_, inputs, code) => {
    expect(refused(() => nightly(inputs))).toMatchObject({ code });
  });

  it('refuses what is no Pipeline', () => {
    expect(
      refused(() => emittedBy((chart) => new CronPipelineRun(chart, 'x', { engine, pipeline: train, schedule }))),
    ).toMatchObject({
      code: 'MLP1109',
    });
  });
});
