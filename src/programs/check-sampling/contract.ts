import { optional, required, type Variable } from '../environment';
import { InputError } from '../input-error';
import { isRecord } from '../json-value';
import { metricName } from '../mlflow/metric-name';
import { pipelineRun, runId } from '../mlflow/names';
import { trackingContract } from '../mlflow/tracking-server';
import { decimal, json, oneOf, whole } from '../parse';

/** Ways to take fewer rows of a table. @internal */
export const strategies = ['head', 'random'] as const;

/** Rows that a window looks at, and rows that it foretells. @internal */
export interface Window {
  readonly input: number;
  readonly output: number;
}

const rows = (name: string): Variable<number> => required(name, whole('rows', 0, 999_999_999));

/** The env variables that say how was to be sampled: the first four are those of the trainer. @internal */
export const askedContract: {
  readonly trainRows: Variable<number>;
  readonly testRows: Variable<number>;
  readonly strategy: Variable<(typeof strategies)[number]>;
  readonly seed: Variable<number>;
  readonly window: Variable<Window | undefined>;
} = {
  trainRows: rows('SAMPLE_TRAIN_ROWS'),
  testRows: rows('SAMPLE_TEST_ROWS'),
  strategy: required('SAMPLE_STRATEGY', oneOf(strategies)),
  seed: required('SAMPLE_SEED', whole('a seed', 0, 999_999_999)),
  window: optional('SAMPLE_WINDOW', windowOf, undefined),
};

const { model: _, ...tracking } = trackingContract;

/** The env variables where what was seen stands in a run of MLflow. @internal */
export const loggedContract: {
  readonly tracking: Omit<typeof trackingContract, 'model'>;
  readonly runId: Variable<string>;
  readonly pipelineRun: Variable<string>;
  readonly deadline: Variable<number>;
  readonly distinct: Variable<Readonly<Record<string, string>>>;
} = {
  tracking,
  runId: required('RUN_ID', runId),
  pipelineRun: required('PIPELINE_RUN', pipelineRun),
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 86_400)),
  distinct: optional('DISTINCT_METRICS', distinctMetrics, {}),
};

/** Metrics of the test data, each with that of the training data. @internal */
export function distinctMetrics(text: string): Readonly<Record<string, string>> {
  const value = json(text);
  const isMetric = (name: unknown) => typeof name === 'string' && metricName.test(name);
  if (
    isRecord(value) &&
    Object.entries(value).every(([test, train]) => isMetric(test) && isMetric(train) && test !== train)
  )
    return value as Readonly<Record<string, string>>;
  throw new InputError('expected pairs of different metrics: { "test_rmse": "train_rmse" }');
}

/** @internal */
export function windowOf(text: string): Window {
  const value = json(text);
  const isCount = (count: unknown) => Number.isSafeInteger(count) && Number(count) >= 1 && Number(count) < 1e9;
  if (isRecord(value) && Object.keys(value).length === 2 && isCount(value.input) && isCount(value.output))
    return { input: Number(value.input), output: Number(value.output) };
  throw new InputError('expected rows from 1: { "input": 10, "output": 1 }');
}
