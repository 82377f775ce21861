/**
 * What becomes of a leaf step: plain data, so that a scenario can come from a file.
 *
 * @public
 */
export type Outcome = EndedOutcome | BrokenOutcome | WaitingOutcome;

/**
 * The main container ended, a request was answered, or somebody resumed a suspended step.
 *
 * @public
 */
export interface EndedOutcome {
  readonly kind: 'ended';
  /** @default 0 */
  readonly exitCode?: number;
  /** Why it ended, as Kubernetes says it. @default 'Completed', else 'Error' */
  readonly reason?: 'Completed' | 'Error' | 'OOMKilled';
  /**
   * Contents of output files by the parameter's name; `null`: not written. Those that are not named are samples after
   * exit 0, and not written otherwise.
   */
  readonly outputs?: Readonly<Record<string, string | null>>;
  /** What it printed. */
  readonly result?: string;
  /** How long it ran: milliseconds, or text such as `40m`. @default 10 seconds */
  readonly takes?: number | string;
  /** What the engine adds to the reason. */
  readonly message?: string;
}

/**
 * The step ended without the main container having a say.
 *
 * @public
 */
export interface BrokenOutcome {
  /** `error`: the engine's own containers failed. `node-lost`: the machine went away, and nothing was reported. */
  readonly kind: 'error' | 'node-lost';
  readonly message?: string;
  readonly takes?: number | string;
}

/**
 * The step does not end by itself.
 *
 * @public
 */
export interface WaitingOutcome {
  /** `never-scheduled` and `cannot-pull`: it stays Pending. `hangs`: it runs until a deadline. `waits`: nobody resumes it. */
  readonly kind: 'never-scheduled' | 'cannot-pull' | 'hangs' | 'waits';
  readonly message?: string;
}

/**
 * Ends well and leaves these outputs; others are samples.
 *
 * @example
 * ```ts
 * const scenario = { train: succeeds({ 'model-version': '7' }, { takes: '40m' }) };
 * ```
 * @public
 */
export function succeeds(
  outputs: Readonly<Record<string, string | null>> = {},
  more: Pick<EndedOutcome, 'result' | 'takes'> = {},
): EndedOutcome {
  return { kind: 'ended', exitCode: 0, outputs, ...more };
}

/**
 * Exits with a code other than 0, and leaves only these outputs.
 *
 * @public
 */
export function fails(
  exitCode = 1,
  outputs: Readonly<Record<string, string | null>> = {},
  more: Pick<EndedOutcome, 'result' | 'takes' | 'message'> = {},
): EndedOutcome {
  return { kind: 'ended', exitCode, outputs, ...more };
}

/**
 * The engine's own containers fail: the node is in Error.
 *
 * @public
 */
export function errors(message = 'Error (exit code 1)', more: Pick<BrokenOutcome, 'takes'> = {}): BrokenOutcome {
  return { kind: 'error', message, ...more };
}

/**
 * Somebody resumes a suspended step, with what was supplied.
 *
 * @param takes - after how long; default 10 seconds
 * @public
 */
export function resumed(outputs: Readonly<Record<string, string>> = {}, takes?: number | string): EndedOutcome {
  return { kind: 'ended', exitCode: 0, outputs, ...(takes !== undefined && { takes }) };
}

/**
 * Exits 0 and writes none of its outputs.
 *
 * @public
 */
export const writesNothing: EndedOutcome = { kind: 'ended', exitCode: 0, outputs: { '*': null } };
/** Killed for taking more memory than it may. @public */
export const outOfMemory: EndedOutcome = { kind: 'ended', exitCode: 137, reason: 'OOMKilled' };
/** The machine goes away; nothing is reported. @public */
export const nodeLost: BrokenOutcome = { kind: 'node-lost' };
/** No machine takes the pod. @public */
export const neverScheduled: WaitingOutcome = { kind: 'never-scheduled' };
/** The image can't be pulled. @public */
export const cannotPull: WaitingOutcome = { kind: 'cannot-pull' };
/** Runs until a deadline ends it. @public */
export const hangs: WaitingOutcome = { kind: 'hangs' };
/** A suspended step that nobody resumes. @public */
export const waits: WaitingOutcome = { kind: 'waits' };
