/**
 * Who holds a lock: one pod, named after its run, so that a pod that was given up and still works is not taken for the
 * one that came in its place.
 *
 * @param run name of the run, without a slash
 * @internal
 */
export function podHolder(run: string, pod: string): string {
  return `${run}/${pod}`;
}

/** A pod of a run's exit handler. @internal */
export function exitHolder(run: string, pod: string): string {
  return `${run}/exit/${pod}`;
}

/** The run that a holder belongs to. @internal */
export function runOf(holder: string): string {
  return holder.split('/', 1)[0] ?? '';
}

/** Whether a holder may take over at once what another pod of its run has; nobody takes over from the exit handler. @internal */
export function inherits(heir: string, holder: string): boolean {
  return runOf(heir) === runOf(holder) && (isExit(heir) || !isExit(holder));
}

function isExit(holder: string): boolean {
  return holder.split('/')[1] === 'exit';
}
