import { show } from '../core/check-value';
import { PipelineError } from '../core/error';
import { checkName } from '../core/names';
import { type AwaitedEvent, awaited } from '../engines/kubernetes/awaited-event';
import type { NamedEvent } from '../engines/kubernetes/event-engine';

/**
 * Several events that start something together: made by `allOf`, `anyOf` and `joined`.
 *
 * @public
 */
export interface EventJoin {
  /** @internal */
  readonly [join]: { readonly events: { readonly [name: string]: AwaitedEvent }; readonly condition: string };
}

const join: unique symbol = Symbol.for('cdk8s-mlops.eventJoin') as never;

/** @public */
export const EventJoin: {
  /**
   * Once all of them have come, in any order. Not on Tekton.
   */
  readonly all: (events: { readonly [name: string]: AwaitedEvent }) => EventJoin;
  /** When any of them comes. What is started takes no value of them. */
  readonly any: (events: { readonly [name: string]: AwaitedEvent }) => EventJoin;
  /**
   * Once a condition of their names holds. What is started takes no value of them. Not on Tekton.
   * `EventJoin.when('(push && data) || asked', { push, data, asked })`.
   */
  readonly when: (condition: string, events: { readonly [name: string]: AwaitedEvent }) => EventJoin;
} = {
  all: (events) => Object.freeze({ [join]: { events, condition: Object.keys(events ?? {}).join(' && ') } }),
  any: (events) => Object.freeze({ [join]: { events, condition: Object.keys(events ?? {}).join(' || ') } }),
  when: (condition, events) => Object.freeze({ [join]: { events, condition } }),
};

/** What is waited for, by name. Throws MLP3060. @internal */
export function awaitedEvents(
  on: AwaitedEvent | EventJoin,
  at: string,
): { readonly named: readonly NamedEvent[]; readonly condition: string; readonly together: boolean } {
  if (typeof on === 'object' && on !== null && awaited in on) {
    const event = on[awaited];
    return { named: [{ name: event.sender.kind, ...event }], condition: event.sender.kind, together: true };
  }
  if (typeof on !== 'object' || on === null || !(join in on)) throw unusable(`a trigger waits for ${show(on)}`, at, on);
  const { events, condition } = on[join];
  const entries = Object.entries(events ?? {});
  const odd = entries.find(([, event]) => typeof event !== 'object' || event === null || !(awaited in event));
  if (odd !== undefined || entries.length < 2)
    throw unusable(
      odd === undefined ? `a join of ${entries.length} events` : `'${odd[0]}' is ${show(odd[1])}`,
      at,
      events,
    );
  const named = entries.map(([name, event]) => ({ name: eventName(name, at), ...event[awaited] }));
  checkCondition(condition, Object.keys(events), at);
  return { named, condition, together: !condition.includes('|') };
}

/** Argo Events reads a dash in a name as one, but not every other sign. */
function eventName(name: string, at: string): string {
  checkName(name, 'an event of a join', at);
  if (name.length <= 20) return name;
  throw unusable(`an event of a join has the name '${name}'`, at, name);
}

/** Names with `&&` and `||` between them, in brackets that match; each event is named. */
function checkCondition(condition: string, names: readonly string[], at: string): void {
  const words: readonly string[] = typeof condition === 'string' ? (condition.match(/[a-z][a-z0-9-]*/g) ?? []) : [];
  const known = words.every((word) => names.includes(word)) && names.every((name) => words.includes(name));
  let left = known ? condition.replaceAll(/[a-z][a-z0-9-]*/g, 'x').replaceAll(' ', '') : '';
  for (let before = ''; before !== left; ) {
    before = left;
    left = left.replace(/x(?:&&|\|\|)x|\(x\)/, 'x');
  }
  if (left === 'x') return;
  throw unusable(`the condition of a join is ${show(condition)}`, at, condition);
}

function unusable(message: string, at: string, actual: unknown): PipelineError {
  return new PipelineError({
    code: 'MLP3060',
    message,
    expected: 'EventFrom.github({ … }), or several: EventJoin.all({ push, data }), with names of at most 20 characters',
    actual,
    at,
  });
}
