import { type JsonRecord, listAt, recordAt, textAt, valueAt } from '../json-value';
import { Trouble } from '../trouble';
import type { MlflowApi } from './api';

/** A training run as MLflow has it. @internal */
export interface Run {
  readonly id: string;
  /** `RUNNING`, `SCHEDULED`, `FINISHED`, `FAILED` or `KILLED`. */
  readonly status: string;
  readonly isDeleted: boolean;
  /** Milliseconds since 1970, by the clock of whoever began it. */
  readonly startedAt: number;
  readonly artifactUri: string;
  /** The last value of each; NaN and the infinities are numbers here as well. */
  readonly metrics: ReadonlyMap<string, number>;
  readonly params: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
  /** Ids of the models that it logged; MLflow 2 knows none. */
  readonly models: readonly string[];
}

/** The run, or nothing if there is none. @throws Trouble for an answer that is no run @internal */
export async function readRun(api: MlflowApi, id: string): Promise<Run | undefined> {
  const answer = await api.get({ path: '/runs/get', query: { run_id: id } }, ['RESOURCE_DOES_NOT_EXIST']);
  if (answer === undefined) return undefined;
  const run = runIn(recordAt(answer, 'run'));
  if (run.id !== id) throw new Trouble(`MLflow was asked for run ${id} and answered with another`);
  return run;
}

/** @throws Trouble for what is no run @internal */
export function runIn(row: unknown): Run {
  const data = optionalRecord(row, 'data');
  return {
    id: textAt(row, 'info', 'run_id'),
    status: textAt(row, 'info', 'status'),
    isDeleted: textAt(row, 'info', 'lifecycle_stage') !== 'active',
    startedAt: startOf(row),
    artifactUri: textAt(row, 'info', 'artifact_uri'),
    metrics: new Map(optionalList(data, 'metrics').map((entry) => [textAt(entry, 'key'), metricAt(entry)])),
    params: textsOf(data, 'params'),
    tags: textsOf(data, 'tags'),
    models: optionalList(optionalRecord(row, 'outputs'), 'model_outputs').map((m) => textAt(m, 'model_id')),
  };
}

/** Protobuf's JSON may write a number of 64 bits as text. */
function startOf(row: unknown): number {
  const value = valueAt(row, 'info', 'start_time');
  return typeof value === 'number' || (typeof value === 'string' && /^\d{1,15}$/.test(value)) ? Number(value) : 0;
}

/** Sets a tag of a run; false if there is no such run. @internal */
export function setRunTag(api: MlflowApi, id: string, key: string, value: string): Promise<boolean> {
  return api.change({ path: '/runs/set-tag', method: 'POST', body: { run_id: id, key, value } });
}

/** What MLflow's JSON leaves out when it is empty. */
function optionalRecord(value: unknown, ...keys: readonly string[]): JsonRecord {
  return valueAt(value, ...keys) === undefined ? {} : recordAt(value, ...keys);
}

function optionalList(value: unknown, key: string): readonly unknown[] {
  return valueAt(value, key) === undefined ? [] : listAt(value, key);
}

function textsOf(data: JsonRecord, key: string): ReadonlyMap<string, string> {
  return new Map(optionalList(data, key).map((entry) => [textAt(entry, 'key'), textAt(entry, 'value')]));
}

/** Protobuf's JSON writes NaN as text, and MLflow stores an infinity as the greatest number there is. */
function metricAt(entry: unknown): number {
  const value = valueAt(entry, 'value');
  if (value === Number.MAX_VALUE || value === 'Infinity') return Number.POSITIVE_INFINITY;
  if (value === -Number.MAX_VALUE || value === '-Infinity') return Number.NEGATIVE_INFINITY;
  if (value === 'NaN') return Number.NaN;
  if (typeof value === 'number') return value;
  throw new Trouble(`MLflow has no number for metric ${JSON.stringify(textAt(entry, 'key').slice(0, 80))}`);
}
