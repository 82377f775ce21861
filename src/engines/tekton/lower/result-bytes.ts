import { tektonGaps } from '../../../core/portability';
import type { TaskGraph } from '../../../core/task';
import type { ValueType } from '../../../core/value-type';
import type { Output } from '../../../programs/hand-on/contract';
import type { Context } from './context';

/**
 * How many bytes the values of a task's results may have: they travel in the termination message of its last container,
 * which has 4096 bytes, and those of a pod share 12 KB.
 *
 * @throws NotPortableError if not even the values whose size is known fit.
 * @see https://tekton.dev/docs/pipelines/tasks/#larger-results-using-sidecar-logs
 * @internal
 */
export function resultBytes(
  task: TaskGraph,
  outputs: readonly Output[],
  results: readonly string[],
  containers: number,
  context: Context,
): number {
  // Two more that Tekton puts into every pod; when the step started, and the JSON around each value.
  const message = Math.min(4096, Math.floor(12_288 / (containers + 2)));
  const left = message - 150 - results.reduce((sum, name) => sum + name.length + 40, 0);
  const known = outputs.reduce((sum, { type }) => sum + leastBytes(type), 0);
  if (known <= left) return left;
  throw context.gap(tektonGaps.resultSize, `task '${task.name}'`);
}

/** The bytes that a value of the type may have at the most; of a text, which may be short, nothing. */
function leastBytes(type: ValueType): number {
  switch (type.kind) {
    case 'integer':
    case 'number':
      return 24;
    case 'boolean':
      return 5;
    case 'oneOf':
      return Math.max(...type.values.map((value) => value.length));
    default:
      return 0;
  }
}
