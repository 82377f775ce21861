import type { Backoff } from '../../schemas/events/types';
import type { TriggerToEmit } from '../kubernetes/event-engine';

/** How often a trigger is tried, twice as long after each failure. @internal */
export function retryStrategy({ limit, seconds }: TriggerToEmit['retry'] = { limit: 3, seconds: 10 }): Backoff {
  return { steps: limit + 1, duration: `${seconds}s`, factor: 2, jitter: 0.1 };
}
