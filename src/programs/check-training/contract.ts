import type { Outcome } from '../action';
import { optional, required, type Variable } from '../environment';
import { decimal, matching, whole } from '../parse';
import { readWatchedModels, type WatchedModel } from './watched-model';

/** What check-training ends with; a training that failed is no failure of looking. @internal */
export const outcomes = ['reported', 'error'] as const;

/** @internal */
export type TrainingOutcome = Outcome<(typeof outcomes)[number]>;

/** A group, a version and the plural of a kind: `tekton.dev/v1/pipelineruns`. @internal */
export const kindPath: (text: string) => string = matching(
  /^[a-z0-9.-]{1,253}\/v[0-9a-z]{1,20}\/[a-z]{1,63}$/,
  'group, version and plural of a kind: tekton.dev/v1/pipelineruns',
);

/**
 * The env variables of check-training.
 *
 * @internal
 */
export const contract: {
  readonly models: Variable<readonly WatchedModel[]>;
  readonly runs: Variable<string>;
  readonly reference: Variable<string>;
  readonly schedules: Variable<string>;
  readonly notebooks: Variable<string | undefined>;
  readonly latest: Variable<number>;
  readonly deadline: Variable<number>;
} = {
  models: required('MODELS', readWatchedModels),
  runs: required('RUNS', kindPath),
  reference: required('RUN_REFERENCE', matching(/^[a-zA-Z]{1,63}$/, 'a field of the spec of runs')),
  schedules: required('SCHEDULES', kindPath),
  notebooks: optional('NOTEBOOKS', kindPath, undefined),
  latest: optional('LATEST', whole('runs', 1, 100), 5),
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 3600)),
};
