/** What becomes of a pod. */
export type Outcome =
  | Ended
  /** The pod is gone with its node: Failed, and nobody reported anything. */
  | { readonly kind: 'node-lost' }
  /** No node takes the pod: Pending until someone gives up. */
  | { readonly kind: 'never-scheduled' }
  /** The image can't be pulled: Pending until someone gives up. */
  | { readonly kind: 'cannot-pull' }
  /** The main container runs until a deadline ends it. */
  | { readonly kind: 'hangs' }
  /** The containers run as local processes: only for programs of this package, and those that the place has. */
  | {
      readonly kind: 'runs';
      /** Asked again and again: from when on the main container is killed, as with its node or by an administrator. */
      readonly killedWhen?: () => Promise<boolean>;
    };

/** The main container ended by itself or was killed; argoexec reports the files it finds. */
export interface Ended {
  readonly kind: 'ended';
  readonly exitCode: number;
  readonly reason: 'Completed' | 'Error' | 'OOMKilled';
  /** Content of the output files by the parameter's name; others were not written. */
  readonly files: Readonly<Record<string, string>>;
  /** What the engine put before the program lived on and told how it ended. */
  readonly told?: true;
}

/** Exits 0 and leaves these output files. */
export const succeeds = (files: Readonly<Record<string, string>> = {}): Outcome => exits(0, files);

/** Exits with a code and leaves these output files. */
export function exits(exitCode: number, files: Readonly<Record<string, string>> = {}): Outcome {
  return { kind: 'ended', exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', files };
}

/** Exits 0 and leaves nothing. */
export const silent: Outcome = succeeds();
export const killed: Ended = { kind: 'ended', exitCode: 137, reason: 'Error', files: {} };
export const oomKilled: Ended = { kind: 'ended', exitCode: 137, reason: 'OOMKilled', files: {} };
/** Only the program was killed, not the whole container. */
export const programKilled: Ended = { kind: 'ended', exitCode: 137, reason: 'Error', files: {}, told: true };
export const nodeLost: Outcome = { kind: 'node-lost' };
export const neverScheduled: Outcome = { kind: 'never-scheduled' };
export const cannotPull: Outcome = { kind: 'cannot-pull' };
export const hangs: Outcome = { kind: 'hangs' };
export const runs: Outcome = { kind: 'runs' };
/** Runs until something is so, and is killed with SIGKILL then. */
export const runsUntil = (killedWhen: () => Promise<boolean>): Outcome => ({ kind: 'runs', killedWhen });
