import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkProps } from '../core/check-props';
import type { KeyOf } from '../core/container/env';
import type { Params } from '../core/parameter/parameter';
import { outputType } from '../core/value-type';
import { awaited } from '../engines/kubernetes/awaited-event';
import { checkEngine, type EngineTarget } from '../engines/kubernetes/engine';
import { type EventEngine, eventEmitter, type FieldCheck } from '../engines/kubernetes/event-engine';
import { namespaceOf } from '../engines/kubernetes/namespace-of';
import { unchecked } from './event-checks';
import { checkedDelivery, type EventDelivery } from './event-delivery';
import { eventEngineOf } from './event-engine-of';
import { EventFrom } from './event-from';
import type { KafkaTopicOptions } from './event-from-options';
import { kafkaTopic } from './kafka-topic';
import { PublishEvent, type PublishedEvent } from './publish-event';

/** @public */
export interface EventRelayProps<F> extends Pick<EventDelivery, 'retry' | 'deadLetter'> {
  readonly engine: EngineTarget;
  /** What waits for the event: `argoEvents('1.9')`. */
  readonly events?: EventEngine | undefined;
  /** The token that the runs show which publish it, and the relay asks for. */
  readonly token: KeyOf;
  /** What it says; nothing else gets to the topic. */
  readonly fields: F;
  /** Where it is written to. */
  readonly kafka: KafkaTopicOptions;
}

/**
 * Writes an event of a run to a topic of Kafka: `model-selected`, for whoever deploys.
 *
 * `publish` is the step; the id of the construct is the type of the event. The message is a CloudEvent in JSON, as an
 * `EventFrom.kafka` takes it: `id`, `source`, `type` and `data`. It comes at least once, and the same run has the same `id`.
 *
 * The run hands the event to Argo Events and ends; from there on nobody waits. `deadLetter` is told when no broker could be
 * reached. What a broker refuses later is in the log of the Sensor only: so the topic tells of a decision, and the record, the
 * registry or a pointer says what holds.
 *
 * @throws PipelineError MLP2101 for Tekton, which writes to no topic; MLP3060 and MLP3061 for a topic that can't be, or whose
 * brokers do not know who writes; MLP3064 for fields that can't be published.
 * @see https://argoproj.github.io/argo-events/sensors/triggers/kafka-trigger/
 * @example
 * ```ts
 * const selected = new EventRelay(chart, 'model-selected', {
 *   engine,
 *   events: argoEvents('1.9'),
 *   token: secretKey('model-events', 'token'),
 *   fields: { modelVersion: text({ pattern: /[0-9]{1,9}/ }), accuracy: number() },
 *   kafka: {
 *     brokers: ['kafka.flts:9093'],
 *     topic: 'model-selected',
 *     login: { user: secretKey('kafka', 'user'), password: secretKey('kafka', 'password') },
 *     tls: {},
 *   },
 * });
 * pipeline('select', { accuracy: number({ default: 0 }) }, (p, { accuracy }) => {
 *   p.step(selected.publish, { modelVersion: '7', accuracy });
 * });
 * ```
 * @public
 */
export class EventRelay<const F extends Params> extends Construct {
  /** The step that publishes it. */
  readonly publish: PublishedEvent<F>;
  /** The emitted Sensor, for JSON patches. */
  readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: EventRelayProps<F>) {
    super(scope, id);
    const at = this.node.path;
    const what = `EventRelay '${id}'`;
    checkProps(props, ['engine', 'events', 'token', 'fields', 'kafka', 'retry', 'deadLetter'], what, at);
    const { engine, token, fields, kafka } = props;
    checkEngine(engine, what, at);
    const namespace = namespaceOf(this);
    this.publish = PublishEvent.of(id, {
      url: `http://${id}-eventsource-svc.${namespace}.svc.cluster.local:12000/${id}`,
      token,
      fields,
    });
    checkProps(kafka, ['brokers', 'topic', 'login', 'tls', 'insecure'], `the kafka of ${what}`, at);
    const topic = kafkaTopic(kafka, what);
    if (topic.login?.mechanism === 'PLAIN' && topic.unprotected === undefined)
      throw unchecked(
        `${what} logs in by PLAIN, and Argo Events shows the password to whoever answers: it checks no certificate`,
        "mechanism: 'SCRAM-SHA-512', which shows it to nobody, or insecure: { reason: '…' }",
      );
    const events = eventEngineOf(props.events, engine, at);
    const { [awaited]: event } = EventFrom.webhook({ path: `/${id}`, secret: token, where: { type: id } });
    const said = Object.entries(fields).map(
      ([name, { type }]): FieldCheck => ({ path: ['data', name], type: outputType(type) }),
    );
    this.apiObject = events[eventEmitter].emitRelay(events, this, {
      engine,
      namespace,
      event: { name: 'webhook', ...event, fields: [...event.fields, ...envelope, ...said] },
      paths: [['type'], ...envelope.map(({ path }) => path), ...said.map(({ path }) => path)],
      topic,
      ...checkedDelivery(props, at),
    });
  }
}

/** What `PublishEvent` says of each event beside its type. */
const envelope: readonly FieldCheck[] = [
  { path: ['specversion'], type: { kind: 'oneOf', values: ['1.0'] } },
  { path: ['id'], type: { kind: 'text', pattern: '[0-9a-f]{32}' } },
  { path: ['source'], type: { kind: 'text', pattern: '[A-Za-z0-9._:/-]{1,300}' } },
];
