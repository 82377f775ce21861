import type { Trigger } from '../../schemas/events/types';
import type { RelayToEmit } from '../kubernetes/event-engine';
import { deadLetterTrigger } from './dead-letter-trigger';
import { dataKey } from './dependency';
import { retryStrategy } from './retry-strategy';
import { kafkaAddress } from './source-spec';

/** What writes an event to a topic: of its body what was checked, and nothing else. @internal */
export function kafkaTrigger(name: string, { event, paths, topic, retry, deadLetter }: RelayToEmit): Trigger {
  const payload = paths.map((path) => ({
    // Numbers stay numbers; text is text either way.
    src: { dependencyName: event.name, dataKey: dataKey(event.sender, path), useRawData: true },
    dest: path.join('.'),
  }));
  return {
    template: { name, conditions: event.name, kafka: { ...kafkaAddress(topic), payload } },
    atLeastOnce: true,
    retryStrategy: retryStrategy(retry),
    ...(deadLetter && { dlqTrigger: deadLetterTrigger(name, [event], { notSent: topic.topic }, deadLetter) }),
  };
}
