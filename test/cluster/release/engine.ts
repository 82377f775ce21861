import type { KubeObject } from '../api/json';
import type { Answer } from '../approvals';
import type { Container } from '../container';
import type { LocalProcesses } from '../kubelet/local-process';
import type { Scenario } from '../kubelet/scenario';
import type { EnvironmentName } from './addresses';

/** An engine that runs the example as it is emitted for it. */
export interface Engine {
  readonly name: 'Argo' | 'Tekton';
  /** Its folder among the committed manifests. */
  readonly folder: string;
  /** Where its runs are. */
  readonly namespace: string;
  /** Environments whose application its runs speak to. */
  readonly asked: readonly EnvironmentName[];
  /** What becomes of a run in which the pod of a check dies. */
  readonly killedCheckIs: 'an error' | 'the end of the run';
  /** The kind that starts runs by itself; the tests do that. */
  readonly schedule: string;
  /** The same manifests with these changes. */
  changed(manifests: readonly KubeObject[], changes: Changes): readonly KubeObject[];
  /** Creates a run as the runbook says, and plays its pods until it ends. */
  start(manifests: readonly KubeObject[], options: StartOptions): Promise<Release>;
}

export interface Changes {
  /** Changes a container, given the name of the step that it is in. */
  readonly container?: (container: Container, step: string) => Container;
  /** How long steps may take, by their names: `4s`. */
  readonly timeouts?: Readonly<Record<string, string>>;
}

export interface RunOptions {
  readonly arguments?: Readonly<Record<string, string>>;
  /** What becomes of pods, by the names that steps have on Argo; others run. */
  readonly scenario?: Scenario;
  /** What is answered at approvals. */
  readonly answers?: Readonly<Record<string, Answer>>;
  /** Called each time the run is looked at. */
  readonly meanwhile?: (progress: Progress) => Promise<void>;
}

export interface StartOptions extends RunOptions {
  readonly submit: string;
  readonly hosts: Readonly<Record<string, string>>;
  readonly place: Pick<LocalProcesses, 'trusts' | 'programs'>;
  readonly scratch: string;
  /** After how many seconds a run counts as one that hangs. */
  readonly patience: number;
}

/** A run that goes on. */
export interface Progress {
  /** Whether a step has begun. */
  began(step: string): boolean;
  /** What the engine says of a run that waits. */
  readonly waits: string;
  /** Ends the run as somebody does: with what comes at its end, or at once. */
  stop(how: 'gracefully' | 'at once'): Promise<void>;
}

/** A run that ended. */
export interface Release {
  /** `Hangs` when it had not ended in time. */
  readonly phase: string;
  /** The steps whose programs ran, in order; the last one of a red run says with which outcome it ended. */
  readonly ran: readonly string[];
  /** What the programs printed, for whom a test fails. */
  readonly log: string;
  /** What the simulator says otherwise of it, told what the programs left; for runs that nobody ended. */
  readonly unforetold: () => readonly string[];
}

/** Which rows of a table are played. */
export interface Rows {
  /** Also those that take the same way through the engine as another: what differs is up to the same programs. */
  readonly every: boolean;
}
