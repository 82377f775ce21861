import type { Condition } from '../condition';
import type { RefNode } from '../ref';
import type { TaskGraph } from '../task';
import type { ValueType } from '../value-type';
import type { Block } from './block';
import type { UnitGraph } from './unit-graph';

interface NodeBase {
  /** Unique in its block. */
  readonly name: string;
  readonly block: Block;
  /** What it hands on. */
  readonly outputs: { readonly [name: string]: ValueType };
  /** Order that no value implies. */
  readonly after: readonly Node[];
}

/** @internal */
export interface StepNode extends NodeBase {
  readonly kind: 'step';
  readonly unit: UnitGraph;
  /** Literals as given; refs as `RefNode`. */
  readonly args: { readonly [input: string]: unknown };
}

/** @internal */
export interface Arm {
  readonly value: string;
  /** Absent: the arm holds, that is, it does nothing and ends the run red. */
  readonly block: Block | undefined;
  readonly outcome: string;
}

/** @internal */
export interface MatchNode extends NodeBase {
  readonly kind: 'match';
  readonly on: RefNode;
  readonly arms: readonly Arm[];
}

/** @internal */
export interface WhenNode extends NodeBase {
  readonly kind: 'when';
  readonly condition: Condition;
  readonly body: Block;
}

/** A block that may fail without failing what is around it. @internal */
export interface AttemptNode extends NodeBase {
  readonly kind: 'attempt';
  readonly body: Block;
}

/** @internal */
export interface ForEachNode extends NodeBase {
  readonly kind: 'forEach';
  readonly items: unknown;
  readonly itemType: ValueType;
  /** Field of the item that names it, where items are records. */
  readonly key: string | undefined;
  readonly parallelism: number | undefined;
  readonly body: Block;
}

/** @internal */
export interface ApprovalNode extends NodeBase {
  readonly kind: 'approval';
  readonly message: string | undefined;
  readonly expiresInSeconds: number;
}

/**
 * Gates one after the other, each only after a `pass` of the one before; hands on verdict and reason of the last that ran.
 *
 * @internal
 */
export interface ChecksNode extends NodeBase {
  readonly kind: 'checks';
  readonly gates: readonly CheckStep[];
}

/** @internal */
export interface CheckStep {
  readonly name: string;
  readonly gate: TaskGraph;
  readonly args: { readonly [input: string]: unknown };
  /** Inputs that are outputs of an earlier gate of the row. */
  readonly reads: { readonly [input: string]: { readonly gate: string; readonly output: string } };
}

/** One thing that happens in a block. @internal */
export type Node = StepNode | MatchNode | WhenNode | AttemptNode | ForEachNode | ApprovalNode | ChecksNode;
