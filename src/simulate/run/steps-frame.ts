import type { WorkflowStep } from '../../schemas/argo/types';
import type { LocalScope } from './local-scope';
import type { Node } from './node';

/** How far a steps template is. @internal */
export interface StepsFrame {
  readonly scope: LocalScope;
  /** The group whose turn it is. */
  group: number;
  /** Its steps with references filled in, one for each item. */
  ready: ReadyGroup | undefined;
}

/** @internal */
export interface ReadyGroup {
  readonly steps: readonly ReadyStep[];
  /** The step of each node that was begun. */
  readonly called: Map<Node, ReadyStep>;
  readonly globalsVersion: number;
}

/** A step with its references filled in. @internal */
export type ReadyStep = WorkflowStep & { readonly name: string };
