import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkProps } from '../core/check-props';
import { PipelineError } from '../core/error';
import { checkName, kebabCase } from '../core/names';
import { startArguments } from '../core/start-arguments';
import { suggest } from '../core/suggest';
import type { Unit } from '../core/unit';
import { outputType } from '../core/value-type';
import { type AwaitedEvent, type EventValue, eventField } from '../engines/kubernetes/awaited-event';
import { checkEngine, type EngineTarget } from '../engines/kubernetes/engine';
import { type EventEngine, eventEmitter, type NamedEvent, type TakenInput } from '../engines/kubernetes/event-engine';
import type { RunInputs } from './cron-retrain';
import { emittedRun } from './emitted-run';
import { checkedDelivery, type EventDelivery } from './event-delivery';
import { eventEngineOf } from './event-engine-of';
import { awaitedEvents, type EventJoin } from './event-join';

/** Literal values, or what an event brings. @public */
export type EventInputs<I> = { readonly [K in keyof I]: RunInputs<I>[K] | EventValue };

/** @public */
export interface EventTriggerProps<I> extends EventDelivery {
  readonly engine: EngineTarget;
  /** What waits for the events: `argoEvents('1.9')`. @default - the engine itself; Argo Workflows has no events of its own */
  readonly events?: EventEngine | undefined;
  /** One event, or several that come together. */
  readonly on: AwaitedEvent | EventJoin;
  /** What is started: a construct that is a unit, or several with `followedBy`. */
  readonly run: Unit<I, unknown>;
  /** What it is started with. @default - the defaults of its inputs */
  readonly inputs?: EventInputs<NoInfer<I>> | undefined;
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
    const { engine, on, run, inputs = {} } = props;
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
      ...checkedDelivery(props, at),
    });
  }
}

const known = ['engine', 'events', 'on', 'run', 'inputs', 'rateLimit', 'retry', 'deadLetter'];

function isEventValue(value: unknown): value is EventValue {
  return typeof value === 'object' && value !== null && eventField in value;
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
