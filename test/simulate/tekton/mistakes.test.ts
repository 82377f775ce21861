import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { textAt } from '../../../src/graph/field';
import type { PipelineRunSpec, PipelineSpec, PipelineTask, TaskSpec } from '../../../src/schemas/tekton/types';
import { type Exploration, explore } from '../../../src/simulate/index';
import { task as bare, param, result, when } from './play';

/** Nothing of what is generated may be changed but by a test. */
type Open<T> = { -readonly [K in keyof T]: T[K] extends object | undefined ? Open<T[K]> : T[K] };

/** The release of the example, in the hands of somebody who changes it. */
interface Release {
  readonly pipeline: Open<PipelineSpec> & { tasks: Open<PipelineTask>[] };
  readonly run: Open<PipelineRunSpec>;
  task(name: string): Open<TaskSpec>;
}

const folder = join(__dirname, '../../../dist-manifests/gourmetgram-tekton/gourmetgram-delivery');

function explored(mistake: (release: Release) => void, limit: number): Exploration {
  const documents = readdirSync(folder).flatMap(
    (file) => loadAll(readFileSync(join(folder, file), 'utf8')) as Record<string, never>[],
  );
  const find = (kind: string, name: string) =>
    documents.find((each) => each.kind === kind && textAt(each, 'metadata', 'name') === name) as never;
  const pipeline = (find('Pipeline', 'cron-train') as { spec: Release['pipeline'] }).spec;
  const { data } = find('ConfigMap', 'cron-train-run') as { data: Record<string, string> };
  const run = JSON.parse(data['run.json'] ?? '') as { spec: Release['run'] & { taskRunSpecs: object[] } };
  mistake({
    pipeline,
    run: run.spec,
    task: (name) => (find('Task', `cron-train-${name}`) as { spec: Open<TaskSpec> }).spec,
  });
  const names = [...pipeline.tasks, ...(pipeline.finally ?? [])].map(({ name }) => name);
  run.spec.taskRunSpecs = run.spec.taskRunSpecs.filter((each) =>
    names.includes((each as { pipelineTaskName: string }).pipelineTaskName),
  );
  data['run.json'] = JSON.stringify(run);
  return explore(documents, { submit: 'cron-train', limit });
}

const without = ({ pipeline }: Release, name: string): void => {
  pipeline.tasks = pipeline.tasks.filter((task) => task.name !== name);
  for (const task of pipeline.tasks) {
    if (task.runAfter !== undefined) task.runAfter = task.runAfter.filter((each) => each !== name);
  }
};

const given = ({ pipeline }: Release, task: string, name: string, value: string): void => {
  const params = pipeline.tasks.find((each) => each.name === task)?.params ?? [];
  for (const each of params) if (each.name === name) (each as { value: unknown }).value = value;
};

const found = ({ violations }: Exploration) =>
  Object.fromEntries(violations.map(({ property, scenario }) => [property, scenario.map(({ step }) => step)]));

describe('what somebody breaks in the release of gourmetgram on Tekton', () => {
  const mistakes: readonly (readonly [string, (release: Release) => void, object])[] = [
    ['nothing is broken: then nothing is', () => undefined, {}],
    [
      'the gate records a pass, whatever was measured',
      ({ task }) => {
        for (const { env = [] } of task('record-verdict').steps ?? [])
          for (const each of env) if (each.name === 'VERDICT') each.value = 'pass';
      },
      { 'pass-before-promotion': ['wait-rollout'], 'failure-ends-red': ['wait-rollout'] },
    ],
    [
      'the last check is not asked',
      (release) => given(release, 'record-verdict', 'prove-again-verdict', 'pass'),
      { 'pass-before-promotion': ['prove-again'], 'failure-ends-red': ['prove-again'] },
    ],
    [
      'the task is gone that ends a run red in which nothing is promoted',
      (release) => without(release, 'not-promoted'),
      { 'failure-ends-red': ['wait-rollout'] },
    ],
    [
      'nothing has a time',
      ({ pipeline, run }) => {
        for (const task of pipeline.tasks) task.timeout = '0';
        run.timeouts = { pipeline: '0' };
      },
      { 'ends-in-time': ['train'] },
    ],
  ];

  it.each(mistakes)('is found where %s', { timeout: 120_000 }, (_, mistake, expected) => {
    expect(found(explored(mistake, 200))).toEqual(expected);
  });

  it.each<[string, (release: Release) => void]>([
    [
      'a check that crashes has no closing step that says so',
      ({ task }) => {
        for (const step of task('check-pods').steps ?? [])
          if (step.onError === 'continue') step.onError = 'stopAndFail';
      },
    ],
    [
      'the promotion is not guarded, since the record asks for the verdict, too',
      ({ task }) => {
        for (const step of task('promote-candidate').steps ?? []) step.when = [];
      },
    ],
    [
      'steps are tried again',
      ({ pipeline }) => {
        for (const task of pipeline.tasks)
          if (/^(?:begin-gate|promote-candidate)$/.test(task.name ?? '')) task.retries = 1;
      },
    ],
  ])('is red, and breaks nothing, where %s', { timeout: 120_000 }, (_, mistake) => {
    expect(found(explored(mistake, 200))).toEqual({});
  });
});

describe('a release on Tekton that somebody wrote by hand', () => {
  const roles = {
    lock: 'locks',
    deploy: 'deploys',
    test: 'gate:verdict=pass',
    promote: 'promotes',
    undo: 'reverts',
    unlock: 'unlocks',
  };
  const undo = { steps: [{ image: 'x', script: 'undo\nexit 1' }] };
  const verdict = { results: [{ name: 'verdict' }] };
  const sound = {
    tasks: [
      bare('lock'),
      bare('deploy', { runAfter: ['lock'] }),
      bare('test', { runAfter: ['deploy'] }, verdict),
      bare('promote', when(result('test', 'verdict'), 'pass')),
      bare('undo', { when: [{ input: result('test', 'verdict'), operator: 'notin', values: ['pass'] }] }, undo),
    ],
    finally: [bare('unlock')],
  };
  const replaced = (task: PipelineTask) => ({
    ...sound,
    tasks: sound.tasks.map((each) => (each.name === task.name ? task : each)),
  });
  const broken = (spec: { readonly tasks: readonly PipelineTask[]; readonly finally: readonly PipelineTask[] }) => {
    const names = [...spec.tasks, ...spec.finally].map(({ name }) => name);
    const own = Object.fromEntries(Object.entries(roles).filter(([name]) => names.includes(name)));
    const object = { apiVersion: 'tekton.dev/v1', kind: 'Pipeline', metadata: { name: 'release' }, spec };
    return Object.keys(found(explore([object], { roles: own })));
  };

  // What it breaks anyway: a gate that crashes or leaves no verdict is followed by nobody.
  const anyway = broken(sound);

  it.each<[string, Parameters<typeof broken>[0], readonly string[]]>([
    [
      'without a lock',
      {
        tasks: sound.tasks
          .filter(({ name }) => name !== 'lock')
          .map(({ runAfter = [], ...task }) => ({ ...task, runAfter: runAfter.filter((each) => each !== 'lock') })),
        finally: sound.finally,
      },
      ['changes-under-lock'],
    ],
    [
      'whose lock is given back too early',
      { tasks: [...sound.tasks, bare('unlock', { runAfter: ['deploy'] })], finally: [] },
      ['changes-under-lock'],
    ],
    [
      'whose gate may fail, and is not asked',
      replaced(bare('promote', { runAfter: ['test'] })),
      ['pass-before-promotion', 'never-both'],
    ],
    [
      'whose gate may leave no verdict, though a default is promoted',
      replaced(bare('promote', { runAfter: ['deploy'], params: param('p', result('deploy')) })),
      ['pass-before-promotion', 'never-both'],
    ],
  ])('breaks what it should: %s', (_, spec, expected) => {
    expect(broken(spec).filter((property) => !anyway.includes(property))).toEqual(expected);
  });
});
