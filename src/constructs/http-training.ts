import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { type KeyOf, runName } from '../core/container/env';
import type { Image } from '../core/container/image';
import { PipelineError } from '../core/error';
import { kebabCase } from '../core/names';
import { oneOf } from '../core/parameter/one-of';
import type { InputsOf, Params } from '../core/parameter/parameter';
import { text } from '../core/parameter/text';
import { programTask, programTimeout } from '../core/program-task';
import type { Task, TaskContext } from '../core/task';
import { secondsOf, type TimeSpan } from '../core/time-span';
import { programText } from '../programs/bundle';
import { contract, outcomes } from '../programs/train-http/contract';
import type { LoggedBy, Statement, TrainingPlan } from '../programs/train-http/plan';
import { planProblems } from '../programs/train-http/plan-problems';
import { checkVariable } from './check-read';
import type { MlflowRegistry } from './mlflow-registry';
import { type BodyPart, requestBody } from './request-body';
import { secretReference } from './secret-reference';
import { checkServiceUrl } from './service-url';

/** A model that the API trains. @public */
export interface HttpTrainedModel {
  /** What the API says of it once it is trained, at `statusPath` or else in the last answer. */
  readonly status: Statement;
  /** Which run of MLflow logged it. An id is read in the answer that said that training is done. */
  readonly run: LoggedBy;
  /** The model's name, or its path below the artifacts of the run. @default - the only model that the run logged */
  readonly artifact?: string | undefined;
  /** Without it the run of the pipeline ends red. @default true */
  readonly required?: boolean | undefined;
}

/** A model that the API has, and never trains. @public */
export interface UntrainedModel {
  /** What the API says of it, always: `{ at: 'models.legacy.trained', is: false }`. */
  readonly status: Statement;
  /** What the answer would say if it had trained it, and must not. @default - only its status counts */
  readonly claim?: Statement | undefined;
}

/** The request that starts the training: a POST with a JSON body. @public */
export interface TrainingStart<I extends Params> {
  readonly path: string;
  /** The body; inputs stand in it as values, whatever is in them. */
  readonly body: (context: TaskContext<I>) => { readonly [name: string]: BodyPart };
  /** Answers that mean it was taken. @default - 200, 201 and 202 */
  readonly statuses?: readonly number[] | undefined;
  /** How long the answer may take: an API without a job to ask for answers when it is done. @default 1 minute */
  readonly timeout?: TimeSpan | undefined;
  /**
   * Header by which the API knows a request that it has seen already, such as `Idempotency-Key`: then a request whose answer
   * was lost is sent again, with the same key.
   *
   * @default - it is sent once, and the run ends red where nobody knows what became of it
   */
  readonly idempotencyHeader?: string | undefined;
}

/** What is asked until the training is done. @public */
export interface TrainingPoll {
  /** A field of the start's answer stands in braces: `/jobs/{job.id}`. */
  readonly path: string;
  /** Dotted path into the answer, to the word: `job.state`. */
  readonly state: string;
  /** Words that mean: ask again. */
  readonly running: readonly string[];
  readonly done: readonly string[];
  readonly failed: readonly string[];
}

/** @public */
export interface HttpTrainingProps<I extends Params, M> {
  /** Address of the API, with the part of the path that is before all others. */
  readonly url: string;
  /** Bearer token. @default - none */
  readonly token?: KeyOf | undefined;
  /** Where the API logs its runs. */
  readonly registry: MlflowRegistry;
  /** The experiment of MLflow that they are in. */
  readonly experiment: string;
  readonly inputs?: I | undefined;
  readonly start: TrainingStart<I>;
  /** @default - the answer to the start comes when training is done */
  readonly poll?: TrainingPoll | undefined;
  /** Asked once training is done, for the `status` of each model. @default - the last answer says it */
  readonly statusPath?: string | undefined;
  /** By their names, which are the outputs. */
  readonly models: M;
  /** Models that the API has and that nothing trains, by their names. @default - none */
  readonly untrained?: { readonly [name: string]: UntrainedModel } | undefined;
  /** Longest time for all of it. */
  readonly deadline: TimeSpan;
  /** @default - a plain Node image */
  readonly programImage?: Image | undefined;
}

/** @public */
export type HttpTraining<I extends Params, M> = Task<
  InputsOf<I>,
  {
    readonly outcome: (typeof outcomes)[number];
    /** Every model with its run or `none`: `lstm=4f2a,rf=none`. */
    readonly report: string;
  } & { readonly [K in keyof M]: string }
>;

/**
 * A task that has an HTTP API train models, and finds out which of them really were: it hands on the MLflow run of each, or
 * `none`.
 *
 * A model is trained if the API says so, and MLflow has a run that began after this start, came to its end, and has files
 * of a model. The run gets the tag `pipeline.run`, by which `bestOf` and the registration know it; one that has it of another
 * run of the pipeline is not taken. What the API answers is not believed without that. It works on both engines.
 *
 * @throws PipelineError MLP3074 for a request that can't be sent or understood; MLP3075 for models of which nobody can tell
 * whether they were trained; MLP1203 a token that is no secret; MLP1209 an address that pods can't use.
 * @example
 * ```ts
 * const trainModels = httpTraining('train-models', {
 *   url: 'http://aiops-engine.aiops.svc.cluster.local:8100/api/v3/aiops',
 *   token: secretKey('aiops-engine', 'token'),
 *   registry,
 *   experiment: 'aiops-models',
 *   inputs: { samples: integer({ default: 1000, min: 100 }) },
 *   start: {
 *     path: '/models/train',
 *     body: ({ inputs }) => ({ models: ['lstm', 'forest'], use_synthetic_data: true, n_samples: inputs.samples }),
 *     timeout: Duration.minutes(30),
 *   },
 *   statusPath: '/models/status',
 *   models: {
 *     lstm: { status: { at: 'models.lstm.trained', is: true }, run: { id: 'results.lstm.run_id' } },
 *     forest: { status: { at: 'models.forest.trained', is: true }, run: { name: 'forest', tags: { framework: 'sklearn' } } },
 *   },
 *   untrained: { rules: { status: { at: 'models.rules.trained', is: false }, claim: { at: 'results', has: 'rules' } } },
 *   deadline: Duration.minutes(40),
 * });
 * ```
 * @public
 */
export function httpTraining<
  const M extends { readonly [name: string]: HttpTrainedModel },
  const I extends Params = {},
>(name: string, props: HttpTrainingProps<I, M>): HttpTraining<I, M> {
  const what = `httpTraining '${name}'`;
  checkProps(props, Object.keys(known), what);
  const { url, token, registry, models, deadline, programImage } = props;
  checkParts(props, what);
  const address = checkServiceUrl(url, `the url of ${what}`);
  const seconds = secondsOf(deadline, `the deadline of ${what}`);
  checkVariable('MLP3074', `the deadline of ${what}`, contract.deadline, String(seconds));
  if (typeof registry?.env !== 'object') throw unusable('MLP3074', `the registry of ${what} is ${show(registry)}`);
  const { MLFLOW_REGISTERED_MODEL: _, ...tracking } = registry.env;
  const run = text({ pattern: /[A-Za-z0-9][A-Za-z0-9_-]{0,255}/ });
  return programTask(
    name,
    { name: 'train-http', text: programText('train-http') },
    {
      image: programImage,
      inputs: props.inputs ?? {},
      outputs: {
        outcome: oneOf(outcomes),
        report: text({ pattern: /[A-Za-z0-9=,_-]+/ }),
        ...Object.fromEntries(Object.keys(models).map((model) => [model, run])),
      },
      env: (context) => {
        const { body, values, env } = requestBody(props.start.body(context as never), what);
        return {
          ...tracking,
          TRAINING_URL: address,
          ...(token === undefined ? {} : { TRAINING_TOKEN: secretReference(token, `the token of ${what}`) }),
          TRAINING: JSON.stringify(checkedPlan(planOf(props, { body, values }, seconds, what), what)),
          ...env,
          PIPELINE_RUN: runName,
          DEADLINE_SECONDS: String(seconds),
        };
      },
      timeout: programTimeout(seconds),
    },
  ) as unknown as HttpTraining<I, M>;
}

const known: { readonly [key in keyof Required<HttpTrainingProps<Params, unknown>>]: true } = {
  url: true,
  token: true,
  registry: true,
  experiment: true,
  inputs: true,
  start: true,
  poll: true,
  statusPath: true,
  models: true,
  untrained: true,
  deadline: true,
  programImage: true,
};

/** What the program would not be told of is misspelt. */
function checkParts<I extends Params>({ start, models, untrained = {} }: HttpTrainingProps<I, unknown>, what: string) {
  checkProps(start, ['path', 'body', 'statuses', 'timeout', 'idempotencyHeader'], `the start of ${what}`);
  if (typeof start.body !== 'function')
    throw unusable(
      'MLP3074',
      `the body of ${what} is ${show(start.body)}`,
      '({ inputs }) => ({ epochs: inputs.epochs })',
    );
  for (const [kind, named] of Object.entries({ models, untrained }))
    if (typeof named !== 'object' || named === null || Array.isArray(named))
      throw unusable('MLP3075', `the ${kind} of ${what} are ${show(named)}`, 'an object of them, by name');
  for (const [model, given] of Object.entries(models as object)) {
    checkProps(given as object, ['status', 'run', 'artifact', 'required'], `model '${model}' of ${what}`);
    if (['outcome', 'report', 'reason'].includes(kebabCase(model)))
      throw unusable('MLP3075', `a model of ${what} is called '${model}', as an output that there is already`);
  }
  for (const [model, given] of Object.entries(untrained))
    checkProps(given, ['status', 'claim'], `untrained model '${model}' of ${what}`);
}

function planOf<I extends Params>(
  { start, poll, statusPath, experiment, models, untrained = {} }: HttpTrainingProps<I, unknown>,
  filled: Pick<TrainingPlan['start'], 'body' | 'values'>,
  deadlineSeconds: number,
  what: string,
): TrainingPlan {
  const { path, statuses = [200, 201, 202], timeout, idempotencyHeader } = start;
  const timeoutSeconds = timeout === undefined ? 60 : secondsOf(timeout, `the timeout of the start of ${what}`);
  if (timeout !== undefined && timeoutSeconds > deadlineSeconds)
    throw unusable(
      'MLP3074',
      `${what} waits ${timeoutSeconds} s for an answer, and has ${deadlineSeconds} s for all of it`,
    );
  return {
    start: { path, statuses, timeoutSeconds, idempotencyHeader, ...filled },
    poll,
    statusPath,
    experiment,
    models: Object.entries(models as { readonly [name: string]: HttpTrainedModel }).map(([name, model]) => ({
      ...model,
      name,
      output: kebabCase(name),
      required: model.required ?? true,
    })),
    untrained: Object.entries(untrained).map(([name, model]) => ({ ...model, name })),
  };
}

function checkedPlan(plan: TrainingPlan, what: string): TrainingPlan {
  // As the program reads it.
  const problems = planProblems(JSON.parse(JSON.stringify(plan)));
  if (problems.length === 0) return plan;
  const ofModels = problems.every((problem) => /^(models|untrained)\b/.test(problem));
  throw unusable(ofModels ? 'MLP3075' : 'MLP3074', `${what} can't train: ${problems.join('; ')}`);
}

function unusable(code: 'MLP3074' | 'MLP3075', message: string, expected?: string): PipelineError {
  return new PipelineError({ code, message, expected });
}
