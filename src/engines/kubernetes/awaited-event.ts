import { checkProps } from '../../core/check-props';
import { show } from '../../core/check-value';
import { PipelineError } from '../../core/error';
import { timeZoneProblem } from '../../expr/time-zone';
import type { EventSender, FieldCheck, FieldPath, NamedEvent } from './event-engine';
import { type FieldMatch, fieldChecks, fieldPath } from './event-field';

/** What every event may be asked for. @public */
export interface EventFilters {
  /**
   * What must stand in the event's body, by the path of the field: `{ 'model.name': ['gru', 'lstm'], accuracy: { min: 0.8 } }`.
   * An event that lacks a field, or has something else there, starts nothing.
   *
   * @default - anything
   */
  readonly where?: { readonly [path: string]: FieldMatch } | undefined;
  /** From when to when of a day events count, as `hh:mm:ss`; the end may be on the next day. Not on Tekton. @default - always */
  readonly during?: { readonly start: string; readonly stop: string; readonly timezone: string } | undefined;
}

/**
 * An event that an `EventTrigger` can wait for: made by `EventFrom`.
 *
 * @public
 */
export interface AwaitedEvent<Path extends string = string> {
  /**
   * What an event brings in a field of its body, as an input of what is started.
   *
   * Only what fits the input starts a run: its words, its bounds, its pattern; text without a pattern may have letters,
   * digits and `._:/@+=,-` only.
   *
   * @throws PipelineError MLP3060 for what is no path to one field.
   */
  value(path: Path): EventValue;
  /** @internal */
  readonly [awaited]: Omit<NamedEvent, 'name'>;
}

/** A field of an event, as an input. @public */
export interface EventValue {
  /** @internal */
  readonly [eventField]: { readonly event: Omit<NamedEvent, 'name'>; readonly path: FieldPath };
}

/** @internal */
export const awaited: unique symbol = Symbol.for('cdk8s-mlops.awaitedEvent') as never;
/** @internal */
export const eventField: unique symbol = Symbol.for('cdk8s-mlops.eventField') as never;

/** Throws MLP3060 for filters that nothing can be asked of. @internal */
export function awaitedEvent<Path extends string>(
  sender: EventSender,
  { where = {}, during }: EventFilters,
  what: string,
  own: readonly FieldCheck[] = [],
): AwaitedEvent<Path> {
  const event = Object.freeze({
    sender,
    fields: [...own, ...fieldChecks(where, `where of ${what}`)],
    during: during === undefined ? undefined : dayTime(during, what),
  });
  return Object.freeze({
    [awaited]: event,
    value: (path: Path) => Object.freeze({ [eventField]: Object.freeze({ event, path: fieldPath(path, what) }) }),
  });
}

function dayTime(during: NonNullable<EventFilters['during']>, what: string): NonNullable<EventFilters['during']> {
  checkProps(during, ['start', 'stop', 'timezone'], `during of ${what}`);
  const { start, stop, timezone } = during;
  const zone = typeof timezone === 'string' ? timeZoneProblem(timezone)?.message : `the time zone is ${show(timezone)}`;
  const isTime = (text: unknown): boolean =>
    typeof text === 'string' && /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(text);
  if (zone === undefined && isTime(start) && isTime(stop) && start !== stop) return Object.freeze({ ...during });
  throw new PipelineError({
    code: 'MLP3060',
    message: zone ?? `${what} is waited for from ${show(start)} to ${show(stop)}`,
    expected: "two different times: { start: '08:00:00', stop: '18:00:00', timezone: 'Europe/Berlin' }",
    actual: during,
  });
}
