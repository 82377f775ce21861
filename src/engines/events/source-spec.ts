import type { KeyOf } from '../../core/container/env';
import type { EventSourceSpec } from '../../schemas/events/types';
import type { SecretKeySelector } from '../../schemas/kubernetes/types';
import type { EventSender, KafkaTopic } from '../kubernetes/event-engine';

/** The port that sources with an endpoint listen on; it becomes a Service. */
const port = 12_000;

/** An EventSource's own part: where its events come from, under their name. */
type SourceSpec = Omit<EventSourceSpec, 'template' | 'eventBusName' | 'replicas'>;

/** The spec of what receives an event; nothing where it is there already. @internal */
export function sourceSpec(sender: EventSender, event: string): SourceSpec | undefined {
  const service = { ports: [{ port, targetPort: port }] };
  switch (sender.kind) {
    case 'github': {
      const { owner, repositories, events, secret, hook } = sender;
      return {
        service,
        github: {
          [event]: {
            repositories: [{ owner, names: repositories }],
            events,
            webhook: { endpoint: '/push', port: String(port), method: 'POST', ...(hook && { url: hook.url }) },
            webhookSecret: selector(secret),
            contentType: 'json',
            active: true,
            ...(hook && { apiToken: selector(hook.token) }),
          },
        },
      };
    }
    case 'webhook': {
      const { path, secret } = sender;
      return {
        service,
        webhook: { [event]: { endpoint: path, port: String(port), method: 'POST', authSecret: selector(secret) } },
      };
    }
    case 'kafka': {
      return {
        kafka: {
          [event]: {
            ...kafkaAddress(sender),
            jsonBody: true,
            consumerGroup: { groupName: sender.group, oldest: false },
          },
        },
      };
    }
    case 'calendar': {
      const { cron, timezone } = sender.schedule;
      return { calendar: { [event]: { schedule: cron, timezone } } };
    }
    case 'minio': {
      const { endpoint, bucket, events, prefix, suffix, accessKey, secretKey, unprotected } = sender;
      return {
        minio: {
          [event]: {
            endpoint,
            bucket: { name: bucket },
            events,
            ...((prefix !== '' || suffix !== '') && {
              filter: { ...(prefix !== '' && { prefix }), ...(suffix !== '' && { suffix }) },
            }),
            accessKey: selector(accessKey),
            secretKey: selector(secretKey),
            insecure: unprotected !== undefined,
          },
        },
      };
    }
    case 'custom':
      return sender.spec as SourceSpec;
    case 'existing':
      return undefined;
  }
}

/** Brokers and topic, and how they know who asks. @internal */
export function kafkaAddress({ brokers, topic, login, tls }: KafkaTopic) {
  return {
    url: brokers.join(','),
    topic,
    ...(tls && { tls: { enabled: true, ...(tls.ca && { caCertSecret: selector(tls.ca) }) } }),
    ...(login && {
      sasl: {
        mechanism: login.mechanism,
        userSecret: selector(login.user),
        passwordSecret: selector(login.password),
      },
    }),
  };
}

function selector({ object, key }: KeyOf): SecretKeySelector {
  return { name: object, key };
}

/** Where the body of an event stands in what the bus carries. @internal */
export function bodyOf(sender: EventSender): readonly (string | number)[] {
  switch (sender.kind) {
    case 'github':
    case 'webhook':
    case 'kafka':
      return ['body'];
    case 'minio':
      return ['notification', 0];
    default:
      return [];
  }
}
