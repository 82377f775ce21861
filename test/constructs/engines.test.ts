import { App, Chart, Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { NotPortableError, tekton } from '../../src/engines/tekton/index';
import {
  argo,
  BaseImage,
  Check,
  CronRetrain,
  DriftCheck,
  type EngineTarget,
  FileCollector,
  ImageBuild,
  ImageRepository,
  InitialImage,
  MlflowRegistry,
  PromoteOrRevert,
  type Promotion,
  queue,
  Schedule,
  StagingTestGate,
  TrainingPipeline,
} from '../../src/index';
import type { Container, WorkflowSpec } from '../../src/schemas/argo/types';
import type { EnvVar } from '../../src/schemas/kubernetes/types';
import type { PipelineRunSpec, PipelineSpec, TaskSpec } from '../../src/schemas/tekton/types';
import { evaluation, production, promotion, promotionFrom, staging, train } from './nouns';

const engines = { argo: argo('4.0'), tekton: tekton('1.15') } as const;
type Engine = keyof typeof engines;

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly { readonly resources: readonly string[] }[];
  readonly data?: { readonly [file: string]: string };
  readonly spec: never;
}

const line = queue('fraud');
const check = Check.http({ path: '/predict', expect: { status: 200 } });
const nightly = Schedule.cron('0 2 * * *', { timezone: 'Europe/Berlin' });
const registry = MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', { model: 'fraud' });

/** One of each construct, as people put them together. */
function system(chart: Chart, engine: EngineTarget): void {
  const build = new ImageBuild(chart, 'build', {
    engine,
    registry,
    images: ImageRepository.at('ghcr.io/acme/fraud', { dockerConfig: 'ghcr' }),
    base: BaseImage.kaniko({ repository: 'https://github.com/acme/fraud', namespace: 'fraud-build' }),
    files: { 'data/model.pth': '/app/fraud.pth' },
    environment: staging,
    queue: line,
  });
  new InitialImage(chart, 'build-initial', { build, environments: [staging, production] });
  const training = new TrainingPipeline(chart, 'train-fraud', {
    engine,
    train,
    evaluate: evaluation,
    registry,
    queue: line,
  });
  const gate = new StagingTestGate(chart, 'test-staging', { engine, promotion, checks: [check], queue: line });
  const decision = new PromoteOrRevert(chart, 'promote-or-revert', { engine, promotion, queue: line });
  const run = training.followedBy(gate).followedBy(decision);
  new CronRetrain(chart, 'nightly', { engine, run, schedule: nightly, inputs: { size: 'large' } });
  new DriftCheck(chart, 'drift', { engine, environment: staging, registry });
  new FileCollector(chart, 'collect', { engine });
}

function emittedFor(engine: EngineTarget, build: (chart: Chart, engine: EngineTarget) => unknown = system) {
  const chart = new Chart(new App(), 'chart', { namespace: 'mlops' });
  build(chart, engine);
  return chart.toJson() as readonly Manifest[];
}

/** The error that something is refused with. */
function refused(build: () => unknown): unknown {
  try {
    build();
  } catch (error) {
    return error;
  }
  throw new Error('it was not refused');
}

const emitted = { argo: emittedFor(engines.argo), tekton: emittedFor(engines.tekton) };
const names = (engine: Engine, kind: string) =>
  emitted[engine].filter((each) => each.kind === kind).map(({ metadata }) => metadata.name);
const spec = <T>(engine: Engine, kind: string, name: string): T =>
  emitted[engine].find((each) => each.kind === kind && each.metadata.name === name)?.spec as T;
/** What a person or a schedule creates. */
const runOf = (pipeline: string): PipelineRunSpec => {
  const run = emitted.tekton.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === `${pipeline}-run`);
  return JSON.parse(run?.data?.['run.json'] ?? '').spec;
};
const accountsOf = (run: PipelineRunSpec): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries((run.taskRunSpecs ?? []).map((each) => [each.pipelineTaskName, each.serviceAccountName]));

describe('constructs for both engines', () => {
  const objects = { argo: ['WorkflowTemplate', 'CronWorkflow'], tekton: ['Pipeline', 'CronJob'] } as const;
  it.each([
    ['what runs are started from', 0],
    ['what starts runs by itself', 1],
  ] as const)('emit %s under the same names', (_, which) => {
    const own = names('argo', objects.argo[which]);
    expect(own.length).toBeGreaterThan(2);
    expect(names('tekton', objects.tekton[which])).toEqual(own);
  });

  it('emit the same records, books and files', () => {
    const kept = (engine: Engine) =>
      emitted[engine]
        .filter(({ kind, metadata }) => kind === 'ConfigMap' && /^(release|verdicts|program)-/.test(metadata.name))
        .filter(({ metadata }) => !/^program-(start-run|take-inputs|hand-on)-/.test(metadata.name))
        .map((each) => JSON.stringify(each))
        .sort();
    expect(kept('tekton')).toEqual(kept('argo'));
  });

  it('allow each account the same, but for what the engine itself asks of pods', () => {
    const roles = (engine: Engine) =>
      emitted[engine]
        .filter(({ kind, metadata }) => kind === 'Role' && !metadata.name.endsWith('-start'))
        .map(({ metadata, rules = [] }) => ({
          place: `${metadata.namespace}/${metadata.name}`,
          rules: rules.filter(({ resources }) => !resources.includes('workflowtaskresults')),
        }))
        .filter(({ rules }) => rules.length > 0)
        .sort((a, b) => (a.place < b.place ? -1 : 1));
    expect(roles('tekton')).toEqual(roles('argo'));
  });

  it('tell every program the same', () => {
    const plain = (env: readonly EnvVar[] = []) =>
      env.map((each) => (/\{\{|\$\(/.test(each.value ?? '') ? { name: each.name } : each));
    // The words of the engine around a program differ: Tekton's helpers, and what ends a run red.
    const argoTold = new Map<string, Container>(
      emitted.argo
        .filter(({ kind }) => kind === 'WorkflowTemplate')
        .flatMap(({ metadata, spec }) =>
          ((spec as WorkflowSpec).templates ?? []).flatMap(({ name, container }) =>
            container?.command?.[1]?.startsWith('/program/') ? [[`${metadata.name}-${name}`, container] as const] : [],
          ),
        ),
    );
    const told = emitted.tekton
      .filter(({ kind, metadata }) => kind === 'Task' && argoTold.has(metadata.name))
      .map(({ metadata, spec }) => [metadata.name, (spec as TaskSpec).steps] as const);
    expect(told.length).toBeGreaterThan(15);
    for (const [name, steps = []] of told) {
      const { env, command } = argoTold.get(name) ?? {};
      const own = steps.find((step) => step.command?.[1] === command?.[1]);
      expect(plain(own?.env), name).toEqual(plain(env));
    }
  });

  it.each(Object.entries(engines))('are refused in a chain of the other engine (%s)', (_, engine) => {
    const [other] = Object.values(engines).filter((each) => each !== engine);
    const mixed = (chart: Chart) => {
      const training = new TrainingPipeline(chart, 'train-fraud', { engine, train, evaluate: evaluation });
      const gate = new StagingTestGate(chart, 'test-staging', {
        engine: other as EngineTarget,
        promotion,
        checks: [check],
      });
      new CronRetrain(chart, 'nightly', { engine, run: training.followedBy(gate), schedule: nightly });
    };
    expect(refused(() => emittedFor(engine, mixed))).toMatchObject({ code: 'MLP2003' });
  });

  it.each(Object.entries(engines))('are not started by a schedule of the other engine (%s)', (_, engine) => {
    const [other] = Object.values(engines).filter((each) => each !== engine);
    const mixed = (chart: Chart) => {
      const run = new TrainingPipeline(chart, 'train-fraud', { engine, train, evaluate: evaluation });
      new CronRetrain(chart, 'nightly', { engine: other as EngineTarget, run, schedule: nightly });
    };
    expect(refused(() => emittedFor(engine, mixed))).toMatchObject({ code: 'MLP2003' });
  });
});

describe('a chain on Tekton', () => {
  const chain = () => spec<PipelineSpec>('tekton', 'Pipeline', 'nightly');
  const taskNames = () => (chain().tasks ?? []).map(({ name }) => name);

  it('has the tasks of all its units, in one list', () => {
    expect(taskNames()).toEqual(
      expect.arrayContaining(['train', 'evaluate', 'begin-gate', 'wait-rollout', 'check-http-predict']),
    );
    expect(taskNames()).toEqual(
      expect.arrayContaining(['record-verdict', 'read-decision', 'promote-candidate', 'not-promoted']),
    );
  });

  it('ends with one settle, which is told nothing by the tasks', () => {
    expect(chain().finally).toEqual([
      {
        name: 'settle-staging',
        taskRef: { kind: 'Task', name: 'nightly-settle-staging' },
        params: [{ name: 'run-name', value: '$(context.pipelineRun.name)' }],
        timeout: expect.any(String),
      },
    ]);
  });

  it('lets each task have the account that it has alone, so that who promotes can not judge', () => {
    const account = accountsOf(runOf('nightly'));
    expect(account).toMatchObject({
      train: 'train-fraud',
      evaluate: 'train-fraud',
      'begin-gate': 'test-staging-release',
      'wait-rollout': 'test-staging',
      'record-verdict': 'test-staging',
      'read-decision': 'promote-or-revert-release',
      'promote-candidate': 'promote-or-revert-release',
      'revert-candidate': 'promote-or-revert-release',
      'settle-staging': 'test-staging-release',
    });
    const own = accountsOf(runOf('test-staging'));
    for (const [task, name] of Object.entries(own)) expect(account[task], task).toBe(name ?? 'test-staging');
  });

  it('gives a token only to the pods that ask the Kubernetes API something', () => {
    const { taskRunTemplate, taskRunSpecs = [] } = runOf('nightly');
    expect(taskRunTemplate?.podTemplate?.automountServiceAccountToken).toBe(false);
    const tokens = taskRunSpecs.filter(({ podTemplate }) => podTemplate?.automountServiceAccountToken === true);
    const known = tokens.map(({ pipelineTaskName }) => pipelineTaskName);
    expect(known).toEqual(expect.arrayContaining(['begin-gate', 'record-verdict', 'settle-staging']));
    expect(known).not.toEqual(expect.arrayContaining(['train']));
    expect(known).not.toEqual(expect.arrayContaining(['evaluate']));
  });

  it('leaves room for the settle, whatever the tasks took', () => {
    const { timeouts } = runOf('nightly');
    expect(timeouts).toMatchObject({ finally: expect.stringMatching(/m/), tasks: expect.stringMatching(/h/) });
  });

  it('is started by a CronJob with its inputs, unless a run of it goes on', () => {
    expect(spec('tekton', 'CronJob', 'nightly')).toMatchObject({
      schedule: '0 2 * * *',
      timeZone: 'Europe/Berlin',
      concurrencyPolicy: 'Forbid',
    });
    const start = emitted.tekton.find(({ metadata }) => metadata.name === 'nightly-start')?.metadata;
    expect(start).toBeDefined();
    const { data } =
      emitted.tekton.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'nightly-start') ?? {};
    expect(JSON.parse(data?.['run.json'] ?? '').spec).toMatchObject({
      pipelineRef: { name: 'nightly' },
      params: [{ name: 'size', value: 'large' }],
    });
  });
});

describe('a promotion that asks a person', () => {
  const approval = { expires: Duration.hours(8) };
  const asking: Readonly<Record<string, Promotion>> = {
    'after a verdict': promotionFrom(staging, { approval }),
    'of what was promoted': promotionFrom(staging, { approval, evidence: 'promoted' }),
  };

  it.each(Object.entries(asking))('is refused on Tekton, with what comes nearest (%s)', (_, asked) => {
    const error = refused(() =>
      emittedFor(
        engines.tekton,
        (chart, engine) => new PromoteOrRevert(chart, 'promote-or-revert', { engine, promotion: asked }),
      ),
    );
    expect(error).toBeInstanceOf(NotPortableError);
    expect(error).toMatchObject({
      at: expect.stringMatching(/^chart\/promote-or-revert/),
      feature: 'waiting for a person (`approval`)',
      fix: expect.stringContaining('pull request'),
    });
  });

  it.each(Object.entries(asking))('waits on Argo (%s)', (_, asked) => {
    const manifests = emittedFor(engines.argo, (chart, engine) => {
      new PromoteOrRevert(chart, 'promote-or-revert', { engine, promotion: asked });
    });
    expect(JSON.stringify(manifests)).toContain('"suspend"');
  });
});
