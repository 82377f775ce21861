import { tektonGaps } from '../../../core/portability';
import type { TaskGraph } from '../../../core/task';
import type { Context } from './context';

/** How often Tekton tries a task again: at once, whatever it failed of. @internal */
export function retriesOf({ name, retry }: TaskGraph, context: Context): number {
  if (retry === undefined || retry.limit === 0) return 0;
  if (retry.on !== 'always') throw context.gap(tektonGaps.retryPolicy, `the retry of task '${name}'`);
  const asked = retry.firstSeconds !== 10 || retry.factor !== 2 || retry.capSeconds !== 300;
  if (asked) throw context.gap(tektonGaps.backoff, `the retry of task '${name}'`);
  return retry.limit;
}
