import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { KeyOf } from '../../core/container/env';
import type { ReferenceGraph } from '../../core/graph/unit-graph';
import type { StartArgument } from '../../core/start-arguments';
import type { ValueType } from '../../core/value-type';
import type { EngineTarget } from './engine';

/**
 * What waits for events and starts units: `argoEvents('1.9')` of `cdk8s-mlops/events`; Tekton brings its own.
 *
 * @public
 */
export interface EventEngine {
  readonly engine: string;
  /** The engine whose units it starts. */
  readonly starts: string;
  /** @internal */
  readonly [eventEmitter]: EventEmitter;
}

/** Key under which a target keeps how events start units. @internal */
export const eventEmitter: unique symbol = Symbol.for('cdk8s-mlops.eventEmitter') as never;

/** @internal */
export interface EventEmitter {
  /** Emits what waits for events and starts the unit, under the id of the construct. */
  emitTrigger(events: EventEngine, scope: Construct, trigger: TriggerToEmit): ApiObject;
  /** Emits what waits for an event and writes it to Kafka, under the id of the construct. */
  emitRelay(events: EventEngine, scope: Construct, relay: RelayToEmit): ApiObject;
}

/** @internal */
export interface RelayToEmit extends Pick<TriggerToEmit, 'retry' | 'deadLetter'> {
  readonly engine: EngineTarget;
  readonly namespace: string;
  readonly event: NamedEvent;
  /** What of its body is in the message, at the same place. */
  readonly paths: readonly FieldPath[];
  readonly topic: KafkaTopic;
}

/** @internal */
export interface TriggerToEmit {
  /** What the unit was emitted for. */
  readonly engine: EngineTarget;
  /** What is started: an object of the same engine and namespace. */
  readonly run: ReferenceGraph;
  readonly events: readonly NamedEvent[];
  /** Which of them must have come, by their names, `&&`, `||` and brackets. */
  readonly condition: string;
  /** Inputs that are always the same. */
  readonly given: readonly StartArgument[];
  /** Inputs that an event brings. */
  readonly taken: readonly TakenInput[];
  readonly rateLimit: { readonly runs: number; readonly per: 'second' | 'minute' | 'hour' } | undefined;
  readonly retry: { readonly limit: number; readonly seconds: number } | undefined;
  readonly deadLetter: DeadLetter | undefined;
}

/** Who is told of an event that started nothing. @internal */
export interface DeadLetter {
  readonly url: string;
  readonly token: KeyOf | undefined;
}

/** An input that is set to what stands at a path of an event's body. @internal */
export interface TakenInput {
  /** By the name that the engine knows. */
  readonly input: string;
  readonly type: ValueType;
  readonly default: unknown;
  readonly event: string;
  readonly path: FieldPath;
}

/** Keys, and positions in lists. @internal */
export type FieldPath = readonly (string | number)[];

/** @internal */
export interface NamedEvent {
  readonly name: string;
  readonly sender: EventSender;
  /** What must stand in its body; values that do not fit start nothing. */
  readonly fields: readonly FieldCheck[];
  readonly during: { readonly start: string; readonly stop: string; readonly timezone: string } | undefined;
}

/** @internal */
export interface FieldCheck {
  readonly path: FieldPath;
  readonly type: ValueType;
}

/** Where an event comes from, and how its sender is known. @internal */
export type EventSender =
  | GithubSender
  | WebhookSender
  | KafkaSender
  | CalendarSender
  | BucketSender
  | { readonly kind: 'custom'; readonly event: string; readonly spec: object; readonly unprotected: string | undefined }
  | { readonly kind: 'existing'; readonly source: string; readonly event: string };

/** @internal */
export interface GithubSender {
  readonly kind: 'github';
  readonly owner: string;
  readonly repositories: readonly string[];
  /** As in the header `X-GitHub-Event`. */
  readonly events: readonly string[];
  readonly secret: KeyOf;
  /** For making the hook at GitHub; without it, a person does. */
  readonly hook: { readonly url: string; readonly token: KeyOf } | undefined;
}

/** @internal */
export interface WebhookSender {
  readonly kind: 'webhook';
  readonly path: string;
  /** The bearer token. */
  readonly secret: KeyOf;
}

/** @internal */
export interface KafkaTopic {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly login: { readonly mechanism: string; readonly user: KeyOf; readonly password: KeyOf } | undefined;
  readonly tls: { readonly ca: KeyOf | undefined } | undefined;
  readonly unprotected: string | undefined;
}

/** @internal */
export interface KafkaSender extends KafkaTopic {
  readonly kind: 'kafka';
  readonly group: string;
}

/** @internal */
export interface CalendarSender {
  readonly kind: 'calendar';
  readonly schedule: { readonly cron: string; readonly timezone: string };
}

/** @internal */
export interface BucketSender {
  readonly kind: 'minio';
  readonly endpoint: string;
  readonly bucket: string;
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
  readonly accessKey: KeyOf;
  readonly secretKey: KeyOf;
  readonly unprotected: string | undefined;
}
