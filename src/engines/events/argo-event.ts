import { checkProps } from '../../core/check-props';
import { show } from '../../core/check-value';
import { PipelineError } from '../../core/error';
import type { EventSourceSpec } from '../../schemas/events/types';
import { type AwaitedEvent, awaitedEvent, type EventFilters } from '../kubernetes/awaited-event';

/** @public */
export interface CustomEventOptions extends EventFilters {
  /** The one event, in Argo Events' own words: `{ sqs: { trained: { region, queue } } }`. */
  readonly spec: Omit<EventSourceSpec, 'template' | 'eventBusName' | 'replicas'>;
  /** Why anybody may send it, or who sends it is not looked at. */
  readonly insecure?: { readonly reason: string } | undefined;
}

/** @public */
export interface ExistingEventOptions extends EventFilters {
  /** The EventSource, in the same namespace. */
  readonly source: string;
  /** Its event. */
  readonly event: string;
}

/**
 * Events for an `EventTrigger` that `EventFrom` has no word for.
 *
 * Their fields begin at the whole of what the source sends, as `docs` of Argo Events show it for each kind: `body.model`.
 *
 * @public
 */
export const ArgoEvent: {
  /**
   * An event of any kind that Argo Events has, with its types. Of kinds other than `github` and `webhook` it is not looked at
   * whether they check who sends it.
   *
   * @throws PipelineError MLP3060 unless it is one event; MLP2401 and MLP2402 when it is emitted.
   * @see https://argoproj.github.io/argo-events/eventsources/setup/intro/
   * @example
   * ```ts
   * const trained = ArgoEvent.of({ spec: { sqs: { trained: { region: 'eu-central-1', queue: 'trained' } } } });
   * ```
   */
  readonly of: (options: CustomEventOptions) => AwaitedEvent;
  /** An event of an EventSource that is there already, and that checks who sends it, or not. */
  readonly existing: (options: ExistingEventOptions) => AwaitedEvent;
} = {
  of(options) {
    const what = 'ArgoEvent.of';
    checkProps(options, ['where', 'during', 'spec', 'insecure'], what);
    const { spec, insecure } = options;
    const { service: _, ...kinds } = spec ?? {};
    const [event, ...more] = Object.values(kinds).flatMap((each: object | undefined) => Object.keys(each ?? {}));
    if (event === undefined || more.length > 0)
      throw unusable(`the spec of ${what} has ${event === undefined ? 'no event' : 'several events'}`, spec);
    if (insecure !== undefined) checkProps(insecure, ['reason'], `insecure of ${what}`);
    return awaitedEvent({ kind: 'custom', event, spec, unprotected: insecure?.reason }, options, what);
  },
  existing(options) {
    const what = 'ArgoEvent.existing';
    checkProps(options, ['where', 'during', 'source', 'event'], what);
    const { source, event } = options;
    for (const name of [source, event])
      if (typeof name !== 'string' || !/^[A-Za-z0-9][\w.-]{0,99}$/.test(name))
        throw unusable(`${what} is called ${show(name)}`, name);
    return awaitedEvent({ kind: 'existing', source, event }, options, what);
  },
};

function unusable(message: string, actual: unknown): PipelineError {
  return new PipelineError({
    code: 'MLP3060',
    message,
    expected: 'one event: { sqs: { trained: { … } } }, or the names of a source and its event',
    actual,
  });
}
