import type { Queue } from '../queue';
import type { TaskGraph } from '../task';
import type { ValueType } from '../value-type';
import type { Block } from './block';

/** @internal */
export interface Declared {
  readonly type: ValueType;
  readonly default?: unknown;
  readonly doc?: string | undefined;
}

/** @internal */
export interface DeclaredSet {
  readonly [name: string]: Declared;
}

interface UnitBase {
  readonly name: string;
  readonly inputs: DeclaredSet;
  readonly outputs: DeclaredSet;
}

/** @internal */
export interface PipelineGraph extends UnitBase {
  readonly kind: 'pipeline';
  readonly body: Block;
  /** Runs after the body, whatever became of it. */
  readonly finally: Block | undefined;
  /** Runs when the whole run is done, also where the pipeline is a step of another. */
  readonly exit?: TaskGraph | undefined;
  /** It reads recorded verdicts itself: what comes before it needs no other look. */
  readonly decides?: boolean | undefined;
  readonly deadlineSeconds: number | undefined;
  readonly queue: Queue | undefined;
}

/**
 * A unit that lives in an object of its own and is called there, not copied.
 *
 * @internal
 */
export interface ReferenceGraph extends UnitBase {
  readonly kind: 'reference';
  /** The engine that emitted the object: `argo`. */
  readonly engine: string;
  /** Version and platform it was emitted for; a caller must be for the same. */
  readonly target: string;
  readonly object: { readonly name: string; readonly namespace: string | undefined };
  readonly unit: PipelineGraph;
}

/**
 * Something written in an engine's own words, with typed inputs and outputs around it.
 *
 * @internal
 */
export interface NativeGraph extends UnitBase {
  readonly kind: 'native';
  readonly engine: string;
  /** Only the engine of that name looks inside. */
  readonly native: unknown;
  readonly timeoutSeconds: number | undefined;
}

/** What a step runs. @internal */
export type UnitGraph = TaskGraph | PipelineGraph | ReferenceGraph | NativeGraph;

/** Whether a unit decides by what was written down. @internal */
export function decides(unit: UnitGraph): boolean {
  return unit.kind === 'reference' ? decides(unit.unit) : unit.kind === 'pipeline' && unit.decides === true;
}
