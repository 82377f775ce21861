/**
 * What the status of a pod says against it.
 *
 * @internal
 */
export interface PodTrouble {
  /** `fail` for what the candidate did, `error` for what the cluster did, `inconclusive` where nobody can tell any more. */
  readonly verdict: 'fail' | 'error' | 'inconclusive';
  /**
   * When it counts: what has happened counts at once; what may pass by itself counts when it stays for a minute, such as a
   * registry that is away for a moment, or when it is still so at the deadline.
   */
  readonly counts: 'now' | 'when-it-stays' | 'at-the-deadline';
  /** `pod` or `pod/container`. */
  readonly where: string;
  readonly what: string;
}

/** The trouble that decides: what is known of the candidate outweighs what is not known. @internal */
export function worst(troubles: readonly PodTrouble[]): PodTrouble | undefined {
  const order = ['fail', 'error', 'inconclusive'] as const;
  return order.flatMap((verdict) => troubles.filter((each) => each.verdict === verdict))[0];
}

/** @internal */
export function troubleText({ where, what }: PodTrouble): string {
  return `${where}: ${what}`;
}
