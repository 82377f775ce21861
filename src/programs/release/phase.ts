/**
 * What an environment is in the middle of; each but `idle` is a decision that somebody has to finish.
 *
 * The same record serves an environment that is tested in (`gating` to `reverting`), one that is promoted to
 * (`receiving` to `mirroring`), and one that is both.
 *
 * @internal
 */
export const phases = {
  idle: 'nothing is open: git, the registry and this record agree',
  gating: 'the candidate is being deployed and measured',
  overriding: 'somebody with the right to is putting a reason in the place of a verdict',
  gated: 'the verdict is recorded, nobody has acted on it yet',
  promoting: 'the candidate passed and is on its way into the next environment',
  reverting: 'the candidate did not pass, the baseline is being deployed again',
  receiving: 'a candidate that passed elsewhere is being rolled out here',
  restoring: 'the roll-out failed, the baseline is being deployed again',
  mirroring: 'the roll-out succeeded, the registry has yet to say so',
} as const;

/** @internal */
export type Phase = keyof typeof phases;
