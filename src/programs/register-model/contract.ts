import type { Outcome } from '../action';
import { optional, required, type Variable } from '../environment';
import { aliasName, pipelineRun, runId } from '../mlflow/names';
import { trackingContract } from '../mlflow/tracking-server';
import { decimal, matching, oneOf } from '../parse';

/** What register-model ends with; only the first two go on. @internal */
export const outcomes = ['registered', 'already-registered', 'refused', 'error'] as const;

/** @internal */
export type RegisterOutcome = Outcome<(typeof outcomes)[number]>;

/** What has to be able to load the model's files from where they are. @internal */
export const loaders = ['kserve'] as const;

/** @internal */
export type Loader = (typeof loaders)[number];

/**
 * The env variables of register-model.
 *
 * @internal
 */
export const contract: {
  readonly tracking: typeof trackingContract;
  readonly deadline: Variable<number>;
  readonly poll: Variable<number>;
  readonly runId: Variable<string>;
  readonly pipelineRun: Variable<string | undefined>;
  readonly artifact: Variable<string | undefined>;
  readonly loadableBy: Variable<Loader | undefined>;
  readonly alias: Variable<string | undefined>;
} = {
  tracking: trackingContract,
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 86_400)),
  poll: optional('POLL_SECONDS', decimal('seconds', 0.01, 3600), 2),
  runId: required('RUN_ID', runId),
  pipelineRun: optional('PIPELINE_RUN', pipelineRun, undefined),
  artifact: optional(
    'MODEL_ARTIFACT',
    matching(
      /^(?=.{1,500}$)(?!\.{1,2}(?:\/|$))[A-Za-z0-9._+=@-]+(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._+=@-]+){0,20}$/,
      "the model's name, or its path below the artifacts of the run, of letters, digits and ._+=@-/",
    ),
    undefined,
  ),
  loadableBy: optional('LOADABLE_BY', oneOf(loaders), undefined),
  alias: optional('ALIAS', aliasName, undefined),
};
