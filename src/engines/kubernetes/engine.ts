import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { show } from '../../core/check-value';
import type { Image } from '../../core/container/image';
import { PipelineError } from '../../core/error';
import type { ReferenceGraph } from '../../core/graph/unit-graph';
import type { Unit, unitGraph } from '../../core/unit';
import type { Platform } from './platform';

/**
 * The engine that manifests are made for: `argo('4.0')`, or `tekton('1.15')` of `cdk8s-mlops/tekton`.
 *
 * @public
 */
export interface EngineTarget {
  readonly engine: string;
  readonly version: string;
  readonly platform: Platform;
  readonly programImage: Image | undefined;
  /** @internal */
  readonly [emitter]: Emitter;
}

/** Key under which a target keeps how its engine writes what constructs emit. @internal */
export const emitter: unique symbol = Symbol.for('cdk8s-mlops.emitter') as never;

/**
 * All that constructs ask of an engine; they know none by name.
 *
 * @internal
 */
export interface Emitter {
  /** Whether a run can wait until another has ended. */
  readonly queues: boolean;
  /** Where what was run and what runs by itself is found. */
  readonly history: RunHistory;
  /** Emits a pipeline as the object that its runs are started from. */
  emitUnit(target: EngineTarget, scope: Construct, id: string, unit: UnitToEmit): EmittedUnit;
  /** Emits what starts a unit from time to time, under the id of the construct. */
  emitSchedule(target: EngineTarget, scope: Construct, schedule: ScheduleToEmit): ApiObject;
}

/** Kinds as group, version and plural: `tekton.dev/v1/pipelineruns`. @internal */
export interface RunHistory {
  readonly runs: string;
  /** Field of a run's spec that names what it was made from. */
  readonly reference: string;
  readonly schedules: string;
}

/** @internal */
export interface UnitToEmit {
  readonly pipeline: Unit<never, unknown>;
  /** What it is for, in a sentence or two. */
  readonly description: string;
}

/** @internal */
export interface EmittedUnit {
  readonly name: string;
  readonly apiObject: ApiObject;
  readonly [unitGraph]: ReferenceGraph;
}

/** @internal */
export interface ScheduleToEmit {
  /** What is started: an object of the same engine and namespace. */
  readonly unit: ReferenceGraph;
  readonly schedule: { readonly cron: string; readonly timezone: string };
  readonly inputs: object;
}

/** Throws MLP2003 unless it is a target that `argo()` or `tekton()` made. @internal */
export function checkEngine(engine: EngineTarget, what: string, at: string): void {
  if (typeof engine === 'object' && engine !== null && emitter in engine) return;
  throw new PipelineError({
    code: 'MLP2003',
    message: `${what} is for the engine ${show(engine)}`,
    expected: 'a target',
    fix: "engine: argo('4.0'), or engine: tekton('1.15')",
    at,
  });
}
