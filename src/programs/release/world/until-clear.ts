import type { Calling } from '../../http-call';
import { Unavailable } from '../../trouble';

const longestPause = 15_000;

/**
 * Does something that may be done twice until its answer is clear: nobody goes on from what may have been done or not.
 *
 * @throws Trouble that will not pass, at once; Unavailable at the deadline
 * @internal
 */
export async function untilClear<T>(work: () => Promise<T>, { deadline, session }: Calling): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (problem) {
      if (!(problem instanceof Unavailable) || deadline.expired()) throw problem;
      session.log(`${problem.message}; doing it again`);
      await deadline.sleep(Math.min(250 * 2 ** attempt, longestPause) * (0.5 + Math.random()));
    }
  }
}
