import { timeZoneProblem } from '../../../expr/time-zone';
import type { EventDependency, EventDependencyFilter, TimeFilter } from '../../../schemas/events/types';
import { isEmpty, type Refusals } from './refusals';

const comparators = ['', '>=', '>', '=', '!=', '<', '<='];

/** @internal */
export function* dependencyRefusals(dependencies: readonly EventDependency[]): Refusals {
  if (isEmpty(dependencies)) yield 'no event dependencies found';
  for (const { name, eventSourceName, eventName, filters, filtersLogicalOperator } of dependencies ?? []) {
    if (isEmpty(name)) yield 'event dependency must define a name';
    if (isEmpty(eventSourceName)) yield 'event dependency must define the EventSourceName';
    if (isEmpty(eventName)) yield 'event dependency must define the EventName';
    if (filters !== undefined) yield* filterRefusals(filters);
    yield* operatorRefusals(filtersLogicalOperator);
  }
}

function* operatorRefusals(operator = ''): Refusals {
  if (!['', 'and', 'or'].includes(operator)) yield `logical operator ${operator} not supported`;
}

function* filterRefusals({
  exprLogicalOperator,
  dataLogicalOperator,
  exprs = [],
  data = [],
  context,
  time,
}: EventDependencyFilter): Refusals {
  yield* operatorRefusals(exprLogicalOperator);
  yield* operatorRefusals(dataLogicalOperator);
  for (const { expr, fields } of exprs) {
    if (isEmpty(expr) || isEmpty(fields)) yield 'one of expr filters is not valid (expr and fields must be not empty)';
    else if (fields.some(({ path, name }) => isEmpty(path) || isEmpty(name)))
      yield 'one of expr filters is not valid (path and name in a field must be not empty)';
  }
  for (const { comparator = '', path, type, value } of data) {
    if (!comparators.includes(comparator)) yield `comparator ${comparator} not supported`;
    if (isEmpty(path) || isEmpty(type) || isEmpty(value))
      yield 'one of data filters is not valid (type, path and value must be not empty)';
    else if (value.includes('')) yield 'one of data filters is not valid (value must be not empty)';
  }
  if (context && [context.type, context.subject, context.source, context.datacontenttype].every(isEmpty))
    yield 'no fields specified in ctx filter (aka all events will be discarded)';
  if (time) yield* timeRefusals(time);
}

function* timeRefusals({ start, stop, timezone = '' }: TimeFilter): Refusals {
  if (timezone !== '' && timeZoneProblem(timezone) !== undefined)
    yield `invalid timezone '${timezone}': unknown time zone ${timezone}`;
  for (const text of [start, stop]) {
    const today = new Date().toISOString().slice(0, 10);
    // Go takes an hour of one digit, and a fraction of seconds that the layout does not have.
    if (!/^(?:[01]?\d|2[0-3]):[0-5]\d:[0-5]\d(?:[.,]\d+)?$/.test(text ?? ''))
      yield `parsing time ${JSON.stringify(`${today} ${text ?? ''}`)}`;
  }
  if (start === stop) yield `invalid event time filter: stop '${stop}' is equal to start '${start}`;
}
