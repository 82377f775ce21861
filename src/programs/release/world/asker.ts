/** On whose behalf records are changed, and for how long locks are taken. @internal */
export interface Asker {
  /** See `podHolder`. */
  readonly holder: string;
  /** The run, or the person, for the audit. */
  readonly by: string;
  /** One line for the audit. */
  readonly reason: string;
  readonly leaseMilliseconds: number;
}
