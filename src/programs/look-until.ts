import type { Calling } from './http-call';
import { Trouble } from './trouble';
import type { Judgement } from './verdict';

/** What one look came to: a judgement, or what it would be if nothing changed until the deadline. @internal */
export type Look = { readonly decided: Judgement } | { readonly waiting: Judgement };

/**
 * Looks again and again until a look decides; at the deadline the last one does.
 *
 * @throws Trouble from a look, unless only the deadline cut it off
 * @internal
 */
export async function lookUntil(
  look: () => Promise<Look>,
  pauseMilliseconds: number,
  { deadline, session }: Calling,
): Promise<Judgement> {
  let waiting: Judgement | undefined;
  while (!deadline.expired()) {
    try {
      const seen = await look();
      if ('decided' in seen) return seen.decided;
      if (seen.waiting.reason !== waiting?.reason) session.log(`waiting: ${seen.waiting.reason}`);
      waiting = seen.waiting;
    } catch (problem) {
      if (!(problem instanceof Trouble) || !deadline.expired() || waiting === undefined) throw problem;
    }
    await deadline.sleep(pauseMilliseconds);
  }
  return waiting ?? { verdict: 'error', reason: 'the deadline passed before there was time for a look' };
}
