import type { Calling } from '../http-call';
import { Unavailable } from '../trouble';
import { despiteOutage, type Patience } from './despite-outage';
import type { PollPlan } from './plan';
import { pollPath } from './poll-path';
import { readState } from './read-state';
import type { TrainingApi } from './training-api';

const longestPause = 30_000;

/**
 * Asks until the API says that training is done, or failed.
 *
 * @returns the last answer, or why there is no model
 * @throws Trouble for an answer that says neither, an API that is away for longer than an outage, and at the deadline
 * @internal
 */
export async function awaitDone(
  api: TrainingApi,
  plan: PollPlan,
  started: unknown,
  patience: Patience,
  calling: Calling,
): Promise<{ readonly done: unknown } | { readonly failed: string }> {
  const { deadline, session } = calling;
  const path = pollPath(plan.path, started);
  let last = 'it was not asked yet';
  try {
    for (let { pause } = patience; ; pause = Math.min(pause * 1.5, longestPause)) {
      await deadline.sleep(pause);
      const answer = await despiteOutage(() => api.get(path), patience, calling);
      const { kind, said } = readState(answer, plan, `GET ${path}`, session);
      if (kind === 'done') return { done: answer };
      if (kind === 'failed') return { failed: said };
      if (said !== last) session.log(`training goes on: ${said}`);
      last = said;
    }
  } catch (problem) {
    // What the deadline cut off says less than what was seen before it.
    if (!(problem instanceof Unavailable) || !deadline.expired()) throw problem;
    throw new Unavailable(`training is not done at the deadline: ${last}`);
  }
}
