import { type Child, hasEnded, isCancelled } from './child';
import type { TaskState } from './pipeline-run';

/** @internal */
export function isScheduled({ children }: TaskState): boolean {
  return children.length > 0;
}

/** @internal */
export function isSuccessful({ children }: TaskState): boolean {
  return children.length > 0 && children.every(({ phase }) => phase === 'Succeeded');
}

/** All runs have ended, and not all well. @internal */
export function isFailure({ children }: TaskState): boolean {
  return children.length > 0 && children.every(hasEnded) && children.some(hasFailed);
}

/** @internal */
export function anyFailed({ children }: TaskState): boolean {
  return children.some(hasFailed);
}

/** @internal */
export function wasCancelled({ children }: TaskState): boolean {
  return children.length > 0 && children.every(hasEnded) && children.some(isCancelled);
}

/** @internal */
export function wasTimedOut(state: TaskState): boolean {
  return wasCancelled(state) && state.children.some((child) => isCancelled(child) && child.timedOut);
}

/** @internal */
export function isRunning(state: TaskState): boolean {
  return isScheduled(state) && !isSuccessful(state) && !isFailure(state);
}

/** @internal */
export function isIgnored({ task }: TaskState): boolean {
  return task.onError === 'continue';
}

/** The reason of a run that did not go well, else of the first one. @internal */
export function reasonOf({ children }: TaskState): string {
  const told = children.find(({ phase }) => phase !== 'Succeeded') ?? children[0];
  return told?.reason ?? '';
}

const hasFailed = ({ phase }: Child): boolean => phase === 'Failed';
