import { checkProps } from '../core/check-props';
import { runName } from '../core/container/env';
import type { Image } from '../core/container/image';
import { oneOf } from '../core/parameter/one-of';
import { text } from '../core/parameter/text';
import { programTask, programTimeout } from '../core/program-task';
import type { Task } from '../core/task';
import { secondsOf, type TimeSpan } from '../core/time-span';
import { programText } from '../programs/bundle';
import { sources } from '../programs/check-source/contract';
import { contract, outcomes } from '../programs/run-notebook/contract';
import { type Diagnosis, diagnoses } from '../programs/run-notebook/diagnosis';
import { checkNotebook } from './check-notebook';
import { checkVariable } from './check-read';
import type { DataSourceMode } from './data-source';
import type { NotebookOperator, NotebookSpec } from './notebook-spec';
import { type TrainingHours, trainingWindow } from './training-window';

/** @public */
export interface NotebookTaskOptions {
  readonly spec: NotebookSpec;
  readonly operator: NotebookOperator;
  /** Longest time for the notebook, waiting for a node included; then its job is removed. */
  readonly deadline: TimeSpan;
  /** @default - a plain Node image */
  readonly programImage?: Image | undefined;
}

/** @public */
export type NotebookTask = Task<
  { readonly source: DataSourceMode; readonly trainingHours?: TrainingHours },
  { readonly outcome: (typeof outcomes)[number]; readonly diagnosis: Diagnosis; readonly job: string }
>;

/**
 * A task that trains by a notebook: it makes a `NotebookValidationJob` for the run, waits for it, and says why it failed.
 *
 * The notebook finds `DATA_SOURCE`, `TRAINING_HOURS` and `TRAINING_DAYS` in its environment.
 *
 * @throws PipelineError MLP3051 as `NotebookValidationJob`; a variable that is handed on and declared as well.
 * @example
 * ```ts
 * const train = notebookTask('train-anomaly-detector', {
 *   operator: { version: '1.0.5' },
 *   deadline: Duration.minutes(20),
 *   spec: {
 *     notebook: { path: 'notebooks/01.ipynb', git: { url: 'https://github.com/acme/aiops', ref: 'main' } },
 *     podConfig: { containerImage: 'ghcr.io/acme/notebooks:1.4.0' },
 *     timeout: '15m',
 *   },
 * });
 * ```
 * @public
 */
export function notebookTask(name: string, options: NotebookTaskOptions): NotebookTask {
  const what = `notebookTask '${name}'`;
  checkProps(options, ['spec', 'operator', 'deadline', 'programImage'], what);
  const { spec, operator, deadline, programImage } = options;
  const apiVersion = checkNotebook(spec, operator, name);
  const seconds = secondsOf(deadline, `the deadline of ${what}`);
  checkVariable('MLP3051', `the deadline of ${what}`, contract.deadline, String(seconds));
  checkVariable('MLP3051', `the name of ${what}`, contract.notebook, name);
  const [apiGroup = ''] = apiVersion.split('/');
  return programTask(
    name,
    { name: 'run-notebook', text: programText('run-notebook') },
    {
      image: programImage,
      inputs: { source: oneOf(sources), trainingHours: trainingWindow() },
      outputs: { outcome: oneOf(outcomes), diagnosis: oneOf(diagnoses), job: text({ pattern: /[a-z0-9.-]{1,63}/ }) },
      env: ({ inputs }) => ({
        API_VERSION: apiVersion,
        NOTEBOOK: name,
        RUN: runName,
        SPEC: JSON.stringify(spec),
        HAND_ON: 'DATA_SOURCE',
        DATA_SOURCE: inputs.source,
        TRAINING_HOURS: inputs.trainingHours,
        DEADLINE_SECONDS: String(seconds),
      }),
      access: [
        { apiGroup, resources: ['notebookvalidationjobs'], verbs: ['create', 'get'] },
        {
          apiGroup,
          resources: ['notebookvalidationjobs'],
          verbs: ['delete'],
          anyName: 'a job is named after its run, and removed when it does not end in time',
        },
        { apiGroup: '', resources: ['pods'], verbs: ['get'] },
      ],
      // Half a minute for removing the job.
      timeout: programTimeout(seconds + 30),
    },
  );
}
