import type { EventSourceSpec } from '../../../schemas/events/types';
import { isEmpty, type Refusals } from './refusals';
import { type SourceKind, sourceRules } from './source-rules';

/** Kinds whose pods are replaced all at once; those of the others, one after another. */
const replacedAtOnce: readonly SourceKind[] = [
  'amqp',
  'azureEventsHub',
  'azureServiceBus',
  'calendar',
  'emitter',
  'file',
  'generic',
  'hdfs',
  'kafka',
  'minio',
  'mqtt',
  'nats',
  'nsq',
  'pubSub',
  'pulsar',
  'redis',
  'redisStream',
  'resource',
  'sftp',
];

/** An event of a spec: its kind, name and settings. @internal */
export interface SpecifiedEvent {
  readonly kind: SourceKind;
  readonly name: string;
  readonly settings: unknown;
}

/** All events of an EventSource. @internal */
export function eventsOf(spec: EventSourceSpec): readonly SpecifiedEvent[] {
  return (Object.keys(sourceRules) as SourceKind[]).flatMap((kind) =>
    Object.entries(spec[kind] ?? {}).map(([name, settings]) => ({ kind, name, settings })),
  );
}

/**
 * What Argo Events would say to a source.
 *
 * @see https://github.com/argoproj/argo-events/blob/v1.9.11/pkg/reconciler/eventsource/validate.go
 * @internal
 */
export function* eventSourceRefusals(spec: EventSourceSpec): Refusals {
  const events = eventsOf(spec);
  const seen = new Set<string>();
  for (const { kind, name, settings } of events) {
    if (seen.has(name)) yield `more than one ${JSON.stringify(name)} found in the spec`;
    seen.add(name);
    yield* (sourceRules[kind] as (settings: unknown) => Refusals)(isEmpty(settings) ? {} : settings);
  }
  const atOnce = events.filter(({ kind }) => replacedAtOnce.includes(kind)).length;
  if (atOnce > 0 && atOnce < events.length)
    yield 'event sources with rolling update and recreate update strategy can not be put together';
}
