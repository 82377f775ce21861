import type { Artifact, TemplateRef } from '../../schemas/argo/types';
import type { Owner } from '../plan/owner';
import type { DagFrame } from './dag-frame';
import type { Pod } from './pod';
import type { Processed } from './processed';
import type { StepsFrame } from './steps-frame';

/**
 * Argo's word for how far a node is.
 *
 * @public
 */
export type NodePhase = 'Pending' | 'Running' | 'Succeeded' | 'Skipped' | 'Failed' | 'Error' | 'Omitted';

/**
 * Argo's word for what a node is.
 *
 * @public
 */
export type NodeType =
  | 'Pod'
  | 'Container'
  | 'Steps'
  | 'StepGroup'
  | 'DAG'
  | 'TaskGroup'
  | 'Retry'
  | 'Skipped'
  | 'Suspend'
  | 'HTTP'
  | 'Plugin';

/** A parameter that has its value. @internal */
export interface Given {
  readonly name: string;
  readonly value: string | undefined;
  readonly globalName?: string | undefined;
}

/** What a node leaves. @internal */
export interface Outputs {
  readonly parameters: readonly Given[];
  readonly artifacts: readonly Artifact[];
  readonly result?: string | undefined;
  readonly exitCode?: string | undefined;
}

/** A node of a run, as Argo keeps it in the status, and what the run knows of it besides. @internal */
export interface Node {
  readonly name: string;
  displayName: string;
  readonly type: NodeType;
  phase: NodePhase;
  message: string;
  readonly boundary: Node | undefined;
  readonly children: Node[];
  /** The last nodes inside, to which what comes after is tied. */
  outbound: readonly Node[];
  readonly templateName: string;
  readonly templateRef: TemplateRef | undefined;
  /** Where the name of its template is looked up. */
  readonly owner: Owner;
  startedAt: number;
  finishedAt: number | undefined;
  inputs: Inputs | undefined;
  outputs: Outputs | undefined;
  hooked: boolean;
  retried: boolean;
  daemoned: boolean;
  ip: string | undefined;
  memo: Memo | undefined;
  /** The lock it waits for. */
  waitsFor: string | undefined;
  /** Its template with everything filled in, kept from one look to the next. */
  processed: Processed | undefined;
  steps: StepsFrame | undefined;
  dag: DagFrame | undefined;
  pod: Pod | undefined;
}

/** What a node was given. @internal */
export interface Inputs {
  readonly parameters: readonly Given[];
  readonly artifacts: readonly Artifact[];
}

/** @internal */
export interface Memo {
  readonly hit: boolean;
  readonly key: string;
  readonly cache: string;
}

/** Ended, or never to run. @internal */
export function isOver(phase: NodePhase): boolean {
  return phase !== 'Pending' && phase !== 'Running';
}

/** @internal */
export function isCompleted(phase: NodePhase): boolean {
  return phase === 'Succeeded' || phase === 'Failed' || phase === 'Error';
}

/** @internal */
export function isUnsuccessful(phase: NodePhase): boolean {
  return phase === 'Failed' || phase === 'Error';
}

/** Over, or a daemon that is up: what comes after may begin. @internal */
export function isFulfilled(node: Node): boolean {
  return isOver(node.phase) || (node.daemoned && node.phase !== 'Pending');
}
