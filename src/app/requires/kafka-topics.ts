import { isMap } from '../../yaml/is-map';
import type { Manifest } from '../manifest-of';

/**
 * The topics of Kafka that an EventSource listens to, or a Sensor writes to.
 *
 * @internal
 */
export function kafkaTopics({ kind, spec }: Manifest): readonly { readonly brokers: string; readonly topic: string }[] {
  if (!isMap(spec)) return [];
  const clients: readonly unknown[] =
    kind === 'EventSource' && isMap(spec.kafka)
      ? Object.values(spec.kafka)
      : kind === 'Sensor' && Array.isArray(spec.triggers)
        ? spec.triggers.map((trigger) =>
            isMap(trigger) && isMap(trigger.template) ? trigger.template.kafka : undefined,
          )
        : [];
  return clients.flatMap((client) =>
    isMap(client) && typeof client.url === 'string' && typeof client.topic === 'string'
      ? [{ brokers: client.url, topic: client.topic }]
      : [],
  );
}
