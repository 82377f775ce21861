import type { Construct } from 'constructs';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import type { Access } from '../core/container/access';
import { PipelineError } from '../core/error';
import { oneOf } from '../core/parameter/one-of';
import { pipeline } from '../core/pipeline';
import { programTask, programTimeout } from '../core/program-task';
import type { Unit } from '../core/unit';
import { type EngineTarget, emitter } from '../engines/kubernetes/engine';
import { programText } from '../programs/bundle';
import { outcomes } from '../programs/check-training/contract';
import { readWatchedModels, type WatchedModel } from '../programs/check-training/watched-model';
import { checkRead } from './check-read';
import type { CronRetrain } from './cron-retrain';
import { UnitConstruct } from './unit-construct';

/** @public */
export interface TrainingStatusProps {
  readonly engine: EngineTarget;
  /** By the name of the model. */
  readonly models: { readonly [model: string]: TrainedBy };
  /** API of the notebooks' jobs. @default 'mlops.mlops.dev/v1alpha1' */
  readonly notebookApi?: string | undefined;
}

/** What trains a model. @public */
export interface TrainedBy {
  /** The pipeline that is run. */
  readonly run: Unit<never, unknown>;
  /** Name of its `notebookTask`. @default - no notebook trains it */
  readonly notebook?: string | undefined;
  /** @default - it is trained by hand only */
  readonly schedule?: CronRetrain<never> | undefined;
}

/** @public */
export interface TrainingStatusResult {
  readonly outcome: (typeof outcomes)[number];
}

const deadlineSeconds = 300;

/**
 * A pipeline that says how training stands: of each model the latest runs, how many succeeded, its notebooks' jobs and its
 * schedule. It stands in the log and in `evidence.json`. It changes nothing, and may list runs and read those schedules.
 *
 * @throws PipelineError MLP3053 without models.
 * @example
 * ```ts
 * new TrainingStatus(chart, 'check-training-status', { engine: argo('4.0'), models: { fraud: { run: training } } });
 * ```
 * @public
 */
export class TrainingStatus extends UnitConstruct<{}, TrainingStatusResult> {
  constructor(scope: Construct, id: string, props: TrainingStatusProps) {
    super(scope, id, props.engine, description, (at) => statusOf(id, props, at));
  }
}

const description = 'Says how training stands: latest runs, how many succeeded, notebooks, schedules. Changes nothing.';

function statusOf(id: string, props: TrainingStatusProps, at: string): Unit<{}, TrainingStatusResult> {
  checkProps(props, ['engine', 'models', 'notebookApi'], `TrainingStatus '${id}'`, at);
  const { engine, notebookApi = 'mlops.mlops.dev/v1alpha1' } = props;
  const models = watchedModels(props.models, at);
  const { runs, reference, schedules } = engine[emitter].history;
  const notebooks = models.some(({ notebook }) => notebook !== undefined)
    ? `${notebookApi}/notebookvalidationjobs`
    : undefined;
  const look = programTask(
    'look',
    { name: 'check-training', text: programText('check-training') },
    {
      image: engine.programImage,
      outputs: { outcome: oneOf(outcomes) },
      env: {
        MODELS: JSON.stringify(models),
        RUNS: runs,
        RUN_REFERENCE: reference,
        SCHEDULES: schedules,
        ...(notebooks === undefined ? {} : { NOTEBOOKS: notebooks }),
        DEADLINE_SECONDS: String(deadlineSeconds),
      },
      access: accessOf({ runs, notebooks, schedules }, models),
      timeout: programTimeout(deadlineSeconds),
    },
  );
  return pipeline(id, {}, (p) => p.step(look));
}

function watchedModels(models: TrainingStatusProps['models'], at: string): readonly WatchedModel[] {
  if (typeof models !== 'object' || models === null || Object.keys(models).length === 0)
    throw new PipelineError({
      code: 'MLP3053',
      message: `training is looked after of the models ${show(models)}`,
      expected: '{ fraud: { run: training } }',
      at,
    });
  const watched = Object.entries(models).map(([name, by]) => {
    checkProps(by, ['run', 'notebook', 'schedule'], `model '${name}'`, at);
    const { run, notebook, schedule } = by;
    return { name, run: run?.name, notebook, schedule: schedule?.node.id };
  });
  return checkRead('MLP3053', `the models of '${at}'`, () => readWatchedModels(JSON.stringify(watched)));
}

interface Kinds {
  readonly runs: string;
  readonly notebooks: string | undefined;
  readonly schedules: string;
}

function accessOf({ runs, notebooks, schedules }: Kinds, models: readonly WatchedModel[]): readonly Access[] {
  const rule = (kind: string, verb: string): Access => {
    const [apiGroup = '', , resource = ''] = kind.split('/');
    return { apiGroup, resources: [resource], verbs: [verb] };
  };
  const names = models.flatMap(({ schedule }) => (schedule === undefined ? [] : [schedule]));
  return [
    rule(runs, 'list'),
    ...(notebooks === undefined ? [] : [rule(notebooks, 'list')]),
    ...(names.length === 0 ? [] : [{ ...rule(schedules, 'get'), names }]),
  ];
}
