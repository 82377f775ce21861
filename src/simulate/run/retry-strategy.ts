import type { RetryStrategy, Template } from '../../schemas/argo/types';
import type { Run } from './run';

/** A template's own strategy, else the workflow's. @internal */
export function strategyOf(run: Run, { retryStrategy }: Template): RetryStrategy | undefined {
  return retryStrategy ?? run.spec.retryStrategy ?? undefined;
}
