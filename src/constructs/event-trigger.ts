import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import type { KeyOf } from '../core/container/env';
import { PipelineError } from '../core/error';
import { checkName, kebabCase } from '../core/names';
import { startArguments } from '../core/start-arguments';
import { suggest } from '../core/suggest';
import { secondsOf, type TimeSpan } from '../core/time-span';
import type { Unit } from '../core/unit';
import { outputType } from '../core/value-type';
import { type AwaitedEvent, type EventValue, eventField } from '../engines/kubernetes/awaited-event';
import { checkEngine, type EngineTarget } from '../engines/kubernetes/engine';
import { type EventEngine, eventEmitter, type NamedEvent, type TakenInput } from '../engines/kubernetes/event-engine';
import type { RunInputs } from './cron-retrain';
import { emittedRun } from './emitted-run';
import { awaitedEvents, type EventJoin } from './event-join';

/** Literal values, or what an event brings. @public */
export type EventInputs<I> = { readonly [K in keyof I]: RunInputs<I>[K] | EventValue };

/** @public */
export interface EventTriggerProps<I> {
  readonly engine: EngineTarget;
  /** What waits for the events: `argoEvents('1.9')`. @default - the engine itself; Argo Workflows has no events of its own */
  readonly events?: EventEngine | undefined;
  /** One event, or several that come together. */
  readonly on: AwaitedEvent | EventJoin;
  /** What is started: a construct that is a unit, or several with `followedBy`. */
  readonly run: Unit<I, unknown>;
  /** What it is started with. @default - the defaults of its inputs */
  readonly inputs?: EventInputs<NoInfer<I>> | undefined;
  /** How many runs may start in a time; events beyond it wait. Not on Tekton. @default - all at once */
  readonly rateLimit?: { readonly runs: number; readonly per: 'second' | 'minute' | 'hour' } | undefined;
  /** How often creating a run is tried again, and how long after the first failure; twice as long each time. Not on Tekton. @default 3 times, after 10 seconds */
  readonly retry?: { readonly limit: number; readonly after?: TimeSpan | undefined } | undefined;
  /** Who is told by a POST when no run could be created: id, source and time of the events, never their bodies. Not on Tekton. @default - nobody */
  readonly deadLetter?: { readonly url: string; readonly token?: KeyOf | undefined } | undefined;
}

/**
 * Starts a unit when something happens: a push, a message, a call.
 *
 * What an event says is not trusted. Its sender is checked, then what it brings: an event with a field that does not fit the
 * input that it is for starts nothing. No value reaches a shell, and none is evaluated by the engine.
 *
 * On Argo this is an EventSource and a Sensor of Argo Events, on Tekton an EventListener of Tekton Triggers. Its account may
 * create runs in its namespace and nothing else there.
 *
 * An event may come twice, and so start two runs: what must not happen twice belongs into a queue or a release record.
 *
 * @throws PipelineError MLP3060 for an id or events that can't be; MLP3061 where a sender is not checked; MLP3062 for an input that
 * no event can bring; MLP3063 without what waits for events; MLP1102 where an input without default is not given; MLP2101
 * for what Tekton does not have.
 * @see https://argoproj.github.io/argo-events/ and https://tekton.dev/docs/triggers/
 * @example
 * ```ts
 * const push = EventFrom.github({
 *   owner: 'acme', repository: 'fraud', push: 'main', secret: secretKey('github-webhook', 'secret'),
 * });
 * new EventTrigger(chart, 'train-on-push', {
 *   engine, events: argoEvents('1.9'), on: push, run: training, inputs: { epochs: 5 },
 * });
 * ```
 * @public
 */
export class EventTrigger<I> extends Construct {
  /** The emitted Sensor, or the EventListener on Tekton, for JSON patches. */
  readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: EventTriggerProps<I>) {
    super(scope, id);
    const at = this.node.path;
    checkProps(props, known, `EventTrigger '${id}'`, at);
    checkName(id, 'an EventTrigger', at);
    const { engine, on, run, inputs = {}, rateLimit, deadLetter } = props;
    checkEngine(engine, `EventTrigger '${id}'`, at);
    const events = eventEngineOf(props.events, engine, at);
    const { named, condition, together } = awaitedEvents(on, at);
    const unit = emittedRun(this, run, engine, { starter: 'trigger', description: 'All stages, one after the other.' });
    const entries = Object.entries(inputs as { readonly [name: string]: unknown });
    const fromEvents = entries.filter(([, value]) => isEventValue(value)) as readonly (readonly [string, EventValue])[];
    const taken = fromEvents.map(([name, value]) => takenInput(name, value, unit, named, together, at));
    const literals = Object.fromEntries(entries.filter(([, value]) => !isEventValue(value)));
    const left = Object.entries(unit.inputs).filter(([name]) => !fromEvents.some(([taken]) => taken === name));
    this.apiObject = events[eventEmitter].emitTrigger(events, this, {
      engine,
      run: unit,
      events: named.map((event) => ({ ...event, fields: [...event.fields, ...checksOf(taken, event.name)] })),
      condition,
      given: startArguments({ name: unit.name, inputs: Object.fromEntries(left) }, literals, at),
      taken,
      rateLimit: rateLimit && checkedRate(rateLimit, at),
      retry: props.retry && checkedRetry(props.retry, at),
      deadLetter: deadLetter && checkedDeadLetter(deadLetter, at),
    });
  }
}

const known = ['engine', 'events', 'on', 'run', 'inputs', 'rateLimit', 'retry', 'deadLetter'];

function isEventValue(value: unknown): value is EventValue {
  return typeof value === 'object' && value !== null && eventField in value;
}

/** What waits for events: what was given, or the engine itself. */
function eventEngineOf(given: EventEngine | undefined, engine: EngineTarget, at: string): EventEngine {
  const events: object = given ?? engine;
  if (typeof events === 'object' && eventEmitter in events) {
    const found = events as EventEngine;
    if (found.starts === engine.engine) return found;
    throw new PipelineError({
      code: 'MLP2003',
      message: `${found.engine} starts what is emitted for ${found.starts}, but the unit is for ${engine.engine}`,
      expected: 'events of the same engine',
      fix: found.starts === 'argo' ? 'leave out events' : "events: argoEvents('1.9')",
      at,
    });
  }
  throw new PipelineError({
    code: 'MLP3063',
    message: given === undefined ? `${engine.engine} has no events of its own` : `events are of ${show(given)}`,
    expected: 'what waits for events',
    fix: "events: argoEvents('1.9') of 'cdk8s-mlops/events'",
    at,
  });
}

function takenInput(
  name: string,
  value: EventValue,
  unit: {
    readonly name: string;
    readonly inputs: { readonly [name: string]: { readonly type: TakenInput['type']; readonly default?: unknown } };
  },
  named: readonly NamedEvent[],
  together: boolean,
  at: string,
): TakenInput {
  const { event, path } = value[eventField];
  const input = Object.hasOwn(unit.inputs, name) ? unit.inputs[name] : undefined;
  const from = named.find(({ sender, fields }) => sender === event.sender && fields === event.fields);
  const refuse = (message: string, fix: string): PipelineError =>
    new PipelineError({ code: 'MLP3062', message, fix, at });
  if (input === undefined) {
    const meant = suggest(name, Object.keys(unit.inputs));
    throw refuse(
      `'${unit.name}' does not take '${name}'`,
      meant === undefined ? 'leave it out' : `did you mean '${meant}'?`,
    );
  }
  if (from === undefined) throw refuse(`'${name}' is a value of an event that is not waited for`, 'wait for it: on');
  if (!together) throw refuse(`'${name}' is a value of an event that may not have come`, 'wait for all events, or one');
  if (['list', 'record', 'artifact'].includes(input.type.kind))
    throw refuse(
      `'${name}' of '${unit.name}' is a ${input.type.kind}, which no field of an event can be checked for`,
      'take its parts as inputs of their own',
    );
  return { input: kebabCase(name), type: outputType(input.type), default: input.default, event: from.name, path };
}

/** What must hold of an event so that the inputs that it brings fit. */
function checksOf(taken: readonly TakenInput[], event: string): NamedEvent['fields'] {
  return taken.filter((value) => value.event === event).map(({ path, type }) => ({ path, type }));
}

function checkedRate(rate: NonNullable<EventTriggerProps<unknown>['rateLimit']>, at: string): typeof rate {
  checkProps(rate, ['runs', 'per'], 'rateLimit', at);
  if (Number.isSafeInteger(rate.runs) && rate.runs >= 1 && ['second', 'minute', 'hour'].includes(rate.per)) return rate;
  throw new PipelineError({
    code: 'MLP3063',
    message: `rateLimit is ${show(rate.runs)} per ${show(rate.per)}`,
    expected: "a whole number from 1, per 'second', 'minute' or 'hour'",
    actual: rate,
    at,
  });
}

function checkedRetry(
  retry: NonNullable<EventTriggerProps<unknown>['retry']>,
  at: string,
): { limit: number; seconds: number } {
  checkProps(retry, ['limit', 'after'], 'retry', at);
  const { limit, after } = retry;
  if (Number.isSafeInteger(limit) && limit >= 0 && limit <= 10)
    return { limit, seconds: after === undefined ? 10 : secondsOf(after, 'the time before a retry', at) };
  throw new PipelineError({
    code: 'MLP1210',
    message: `creating a run is tried again ${show(limit)} times`,
    expected: 'a whole number from 0 to 10',
    actual: limit,
    at,
  });
}

function checkedDeadLetter(
  given: { readonly url: string; readonly token?: KeyOf | undefined },
  at: string,
): { url: string; token: KeyOf | undefined } {
  checkProps(given, ['url', 'token'], 'deadLetter', at);
  const { url, token } = given;
  const safe = typeof url === 'string' && /^https?:\/\/[\w.:-]+(?:\/[\w./-]*)?$/.test(url);
  const isSecret = token === undefined || (typeof token === 'object' && token?.from === 'secret');
  if (safe && isSecret) return { url, token };
  throw new PipelineError({
    code: 'MLP3063',
    message: `deadLetter is ${safe ? `authorized by ${show(token)}` : `told at ${show(url)}`}`,
    expected: safe
      ? "the whole Authorization header from a Secret: secretKey('oncall', 'authorization')"
      : 'an address without a query; what is secret goes into token',
    at,
  });
}
