import type { Calling } from '../http-call';
import { Unavailable } from '../trouble';

/** Milliseconds. @internal */
export interface Patience {
  readonly pause: number;
  /** How long a server may be away. */
  readonly outage: number;
}

/**
 * Asks again where a server is away: what took hours is not given up for minutes.
 *
 * @throws Unavailable if it is away for longer than an outage, or at the deadline
 * @internal
 */
export async function despiteOutage<T>(
  ask: () => Promise<T>,
  { pause, outage }: Patience,
  { deadline, session }: Calling,
): Promise<T> {
  const since = performance.now();
  for (;;) {
    try {
      return await ask();
    } catch (problem) {
      if (!(problem instanceof Unavailable) || deadline.expired()) throw problem;
      const away = performance.now() - since;
      if (away >= outage) throw new Unavailable(`${problem.message}; so it is for ${Math.round(away / 1000)} s`);
      session.log(`${problem.message}; asking again`);
      await deadline.sleep(Math.min(pause, outage - away));
    }
  }
}
