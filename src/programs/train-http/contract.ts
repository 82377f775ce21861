import { baseUrl } from '../base-url';
import { credential } from '../credential';
import { optional, required, type Variable } from '../environment';
import { InputError } from '../input-error';
import { pipelineRun } from '../mlflow/names';
import { trackingContract } from '../mlflow/tracking-server';
import { decimal, json } from '../parse';
import type { TrainingPlan } from './plan';
import { planProblems } from './plan-problems';

/**
 * What train-http ends with; only the first goes on.
 *
 * `incomplete`: a model that has to be trained was not. `failed`: the API says so, or would not begin. `unclear`: nobody
 * knows whether it began. `contradicted`: a model that is never trained is said to be.
 *
 * @internal
 */
export const outcomes = ['trained', 'incomplete', 'failed', 'unclear', 'contradicted', 'error'] as const;

const { model: _, ...tracking } = trackingContract;

/** The env variables of train-http, but for the values of the body: `BODY_0` and so on. @internal */
export const contract: {
  readonly tracking: Omit<typeof trackingContract, 'model'>;
  readonly url: Variable<URL>;
  readonly token: Variable<string | undefined>;
  readonly pipelineRun: Variable<string>;
  readonly plan: Variable<TrainingPlan>;
  readonly deadline: Variable<number>;
  readonly poll: Variable<number>;
  readonly settle: Variable<number>;
  readonly outage: Variable<number>;
} = {
  tracking,
  url: required('TRAINING_URL', baseUrl),
  token: optional('TRAINING_TOKEN', credential, undefined),
  pipelineRun: required('PIPELINE_RUN', pipelineRun),
  plan: required('TRAINING', (text) => {
    const value = json(text);
    const problems = planProblems(value);
    if (problems.length > 0) throw new InputError(problems.join('; '));
    return value as TrainingPlan;
  }),
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 7 * 86_400)),
  /** Until the second look; the pauses grow to half a minute. */
  poll: optional('POLL_SECONDS', decimal('seconds', 0.01, 3600), 3),
  /** How long a run that did not end yet, or is not listed yet, is waited for once training is done. */
  settle: optional('SETTLE_SECONDS', decimal('seconds', 0, 3600), 60),
  /** How long the API may be away, or answer 5xx, between two looks at it. */
  outage: optional('OUTAGE_SECONDS', decimal('seconds', 0, 86_400), 300),
};
