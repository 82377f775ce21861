import { isRecord } from '../json-value';
import type { Fields, Shape } from './shape';
import { fieldsProblems, shapeProblems } from './shape-problems';

export type { Field, Fields, Json, Length, Shape } from './shape';

/**
 * What an HTTP answer has to be for a candidate to pass.
 *
 * @public
 */
export interface Expectation {
  /** The status, or the statuses of which one must come; redirects are not followed. */
  readonly status: number | readonly number[];
  /** Media type without parameters, such as `application/json`; not compared by default. */
  readonly contentType?: string;
  /** The body is JSON of this shape: a map of fields, or a shape for an answer that is no object. */
  readonly json?: Shape | Fields;
  /** Most milliseconds from the start of a request to the last byte of its answer. */
  readonly maxLatencyMs?: number;
}

/**
 * Everything that is wrong with an expectation, each with its place; empty when it is one.
 *
 * @internal
 */
export function expectationProblems(expectation: unknown): readonly string[] {
  if (!isRecord(expectation)) return ['expected an object with a status'];
  const { status, contentType, json, maxLatencyMs, ...unknown } = expectation;
  const problems = Object.keys(unknown).map(
    (name) => `${name}: unknown, an expectation has status, contentType, json and maxLatencyMs`,
  );
  const statuses = Array.isArray(status) ? status : [status];
  if (statuses.length === 0 || !statuses.every(isStatus)) {
    problems.push('status: expected an HTTP status from 200 to 599, or a list of them');
  }
  if (contentType !== undefined && !isMediaType(contentType)) {
    problems.push('contentType: expected a media type without parameters, such as application/json');
  }
  if (maxLatencyMs !== undefined && !(Number.isFinite(maxLatencyMs) && Number(maxLatencyMs) > 0)) {
    problems.push('maxLatencyMs: expected milliseconds above 0');
  }
  if (json === undefined) return problems;
  const isShape = isRecord(json) && typeof json.type === 'string';
  return [...problems, ...(isShape ? shapeProblems(json, 'json') : fieldsProblems(json, 'json'))];
}

/** Narrows a value without problems. @internal */
export function isExpectation(value: unknown): value is Expectation {
  return expectationProblems(value).length === 0;
}

function isStatus(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 200 && Number(value) <= 599;
}

function isMediaType(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z0-9!#$&^_.+-]{1,100}\/[A-Za-z0-9!#$&^_.+-]{1,100}$/.test(value);
}
