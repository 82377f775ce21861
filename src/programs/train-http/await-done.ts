import type { Calling } from '../http-call';
import { Unavailable } from '../trouble';
import type { PollPlan } from './plan';
import { pollPath } from './poll-path';
import { readState } from './read-state';
import type { TrainingApi } from './training-api';

/** Milliseconds. @internal */
export interface Patience {
  readonly pause: number;
  readonly outage: number;
}

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
  { pause: firstPause, outage }: Patience,
  { deadline, session }: Calling,
): Promise<{ readonly done: unknown } | { readonly failed: string }> {
  const path = pollPath(plan.path, started);
  let last = 'it was not asked yet';
  let awaySince: number | undefined;
  for (let pause = firstPause; ; pause = Math.min(pause * 1.5, longestPause)) {
    await deadline.sleep(pause);
    if (deadline.expired()) throw new Unavailable(`training is not done at the deadline: ${last}`);
    try {
      const answer = await api.get(path);
      const { kind, said } = readState(answer, plan, `GET ${path}`, session);
      awaySince = undefined;
      if (kind === 'done') return { done: answer };
      if (kind === 'failed') return { failed: said };
      if (said !== last) session.log(`training goes on: ${said}`);
      last = said;
    } catch (problem) {
      if (!(problem instanceof Unavailable)) throw problem;
      awaySince ??= performance.now();
      last = problem.message;
      const seconds = Math.round((performance.now() - awaySince) / 1000);
      if (performance.now() - awaySince >= outage)
        throw new Unavailable(`${problem.message}; so it is for ${seconds} s`);
      session.log(`${problem.message}; asking again`);
    }
  }
}
