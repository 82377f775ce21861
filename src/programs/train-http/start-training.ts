import { createHash } from 'node:crypto';
import { Unclear } from '../http-call';
import type { StartPlan } from './plan';
import type { TrainingApi } from './training-api';

/** What became of the request that starts it. @internal */
export type Started =
  | { readonly answer: unknown }
  | { readonly outcome: 'failed' | 'unclear'; readonly reason: string };

/** Sends the request, once unless the API knows it when it comes again. @internal */
export async function startTraining(
  api: TrainingApi,
  { path, statuses, timeoutSeconds, idempotencyHeader }: StartPlan,
  body: unknown,
  pipelineRun: string,
): Promise<Started> {
  const key = createHash('sha256')
    .update(JSON.stringify([pipelineRun, path, body]))
    .digest('hex')
    .slice(0, 32);
  const headers = idempotencyHeader === undefined ? {} : { [idempotencyHeader]: key };
  const of = `POST ${path}`;
  try {
    const answer = await api.post(path, { body, headers, timeoutSeconds, repeatable: idempotencyHeader !== undefined });
    if (!statuses.includes(answer.status)) return { outcome: 'failed', reason: api.unexpected(answer, of).message };
    return { answer: answer.body.length === 0 ? undefined : api.read(answer, of) };
  } catch (problem) {
    if (!(problem instanceof Unclear)) throw problem;
    const reason = `${problem.message}: training may go on, and is not started again. See what the API does before the next run`;
    return { outcome: 'unclear', reason };
  }
}
