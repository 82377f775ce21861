import type { Outcome } from '../action';
import { optional, required, type Variable } from '../environment';
import { InputError } from '../input-error';
import { isRecord, type JsonRecord } from '../json-value';
import { objectName } from '../kubernetes/names';
import { decimal, json, matching, whole } from '../parse';

/** What run-notebook ends with; only the first goes on. @internal */
export const outcomes = ['succeeded', 'failed', 'timed-out', 'refused', 'error'] as const;

/** @internal */
export type NotebookOutcome = Outcome<(typeof outcomes)[number]>;

/**
 * The env variables of run-notebook.
 *
 * @internal
 */
export const contract: {
  readonly apiVersion: Variable<string>;
  readonly notebook: Variable<string>;
  readonly run: Variable<string>;
  readonly spec: Variable<JsonRecord>;
  readonly handOn: Variable<readonly string[]>;
  readonly hours: Variable<number | undefined>;
  readonly deadline: Variable<number>;
  readonly poll: Variable<number>;
} = {
  apiVersion: optional(
    'API_VERSION',
    matching(apiVersionPattern(), 'a group and a version'),
    'mlops.mlops.dev/v1alpha1',
  ),
  notebook: required('NOTEBOOK', (text) => {
    if (text.length > 52) throw new InputError('is longer than 52, and the pod of the job is named after it');
    return objectName(text);
  }),
  run: required('RUN', matching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,252}$/, 'the name or uid of a run')),
  spec: required('SPEC', specOf),
  handOn: optional('HAND_ON', (text) => text.split(',').map(variableName), []),
  hours: optional('TRAINING_HOURS', whole('hours', 1, 8784), undefined),
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 90_000)),
  poll: optional('POLL_SECONDS', decimal('seconds', 0.01, 60), 5),
};

function apiVersionPattern(): RegExp {
  return /^[a-z0-9]([-a-z0-9.]{0,250}[a-z0-9])?\/v[0-9]{1,3}((alpha|beta)[0-9]{1,3})?$/;
}

const variableName = matching(/^[A-Z][A-Z0-9_]{0,127}$/, 'names of variables, separated by commas');

/** What every version of the definition has: a notebook and a pod. */
function specOf(text: string): JsonRecord {
  const spec = json(text);
  if (!isRecord(spec) || !isRecord(spec.notebook) || !isRecord(spec.podConfig))
    throw new InputError('expected the spec of a NotebookValidationJob, with notebook and podConfig');
  const { env } = spec.podConfig;
  if (env === undefined || (Array.isArray(env) && env.every((each) => isRecord(each) && typeof each.name === 'string')))
    return spec;
  throw new InputError('podConfig.env: expected a list of variables');
}
