import { kebabCase } from '../../core/names';
import type { Trigger } from '../../schemas/events/types';
import type { DeadLetter, NamedEvent } from '../kubernetes/event-engine';
import { retryStrategy } from './retry-strategy';

/** Tells what was not done with events, without their bodies: those may be why. @internal */
export function deadLetterTrigger(
  name: string,
  events: readonly NamedEvent[],
  said: { readonly [word in 'notStarted' | 'notSent']?: string },
  { url, token }: DeadLetter,
): Trigger {
  const payload = events.flatMap(({ name: dependencyName }) =>
    ['id', 'source', 'subject', 'time'].map((contextKey) => ({
      // Without a value Argo Events could not tell of an event that has not come.
      src: { dependencyName, contextKey, value: '' },
      dest: `${dependencyName}.${contextKey}`,
    })),
  );
  const first = events[0]?.name ?? '';
  return {
    template: {
      name: `${name}-${kebabCase(Object.keys(said).join())}`,
      http: {
        url,
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        ...(token && {
          secureHeaders: [
            { name: 'Authorization', valueFrom: { secretKeyRef: { name: token.object, key: token.key } } },
          ],
        }),
        payload: [
          ...Object.entries(said).map(([dest, value]) => ({ src: { dependencyName: first, value }, dest })),
          ...payload,
        ],
        timeout: 10,
      },
    },
    atLeastOnce: true,
    retryStrategy: retryStrategy({ limit: 2, seconds: 10 }),
  };
}
