import { isMap } from '../../yaml/is-map';
import type { Manifest } from '../manifest-of';

/**
 * The topics of Kafka that an EventSource listens to, or a Sensor writes to.
 *
 * @internal
 */
export function kafkaTopics(manifest: Manifest): readonly { readonly brokers: string; readonly topic: string }[] {
  return clientsIn(manifest).flatMap((client) =>
    isMap(client) && typeof client.url === 'string' && typeof client.topic === 'string'
      ? [{ brokers: client.url, topic: client.topic }]
      : [],
  );
}

function clientsIn({ kind, spec }: Manifest): readonly unknown[] {
  if (!isMap(spec)) return [];
  if (kind === 'EventSource') return isMap(spec.kafka) ? Object.values(spec.kafka) : [];
  if (kind !== 'Sensor' || !Array.isArray(spec.triggers)) return [];
  return spec.triggers.map((trigger) =>
    isMap(trigger) && isMap(trigger.template) ? trigger.template.kafka : undefined,
  );
}
