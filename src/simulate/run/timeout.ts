import { goDuration } from '../world/duration';
import type { Node } from './node';
import type { Processed } from './processed';
import { now, type Run, wakeAt } from './run';

/** Tells whether a node has been Pending longer than its template may take; says what is no duration. @internal */
export function isLate(run: Run, { head }: Processed, node: Node): boolean | string {
  if (head.timeout === undefined || head.timeout === '') return false;
  const longest = goDuration(head.timeout);
  if (longest === undefined) return `invalid timeout format. time: invalid duration ${JSON.stringify(head.timeout)}`;
  return node.phase === 'Pending' && now(run) > node.startedAt + longest;
}

/** Has the controller look again when a node that is Pending is late. @internal */
export function wakeAtTimeout(run: Run, { processed, startedAt }: Node): void {
  const longest = goDuration(processed?.head.timeout ?? '');
  if (longest !== undefined) wakeAt(run, startedAt + longest + 1);
}
