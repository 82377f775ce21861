import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { PipelineGraph, ReferenceGraph } from '../core/graph/unit-graph';
import { type After, type Fed, type Sequence, sequence } from '../core/sequence';
import { type Unit, unitGraph, type unitTypes } from '../core/unit';
import { checkEngine, type EngineTarget, emitter } from '../engines/kubernetes/engine';

/**
 * A construct that emits a pipeline and is a unit: it can be started alone, and be a step of another pipeline.
 *
 * @public
 */
export abstract class UnitConstruct<in I, O> extends Construct implements Sequence<I, O> {
  declare readonly [unitTypes]?: Unit<I, O>[typeof unitTypes];
  /** Name of the emitted object; the id of the construct. */
  readonly name: string;
  /** The emitted object, for JSON patches. */
  readonly apiObject: ApiObject;
  /** @internal */
  readonly [unitGraph]: ReferenceGraph;

  protected constructor(
    scope: Construct,
    id: string,
    engine: EngineTarget,
    description: string,
    pipeline: (at: string) => Unit<I, O>,
  ) {
    super(scope, id);
    checkEngine(engine, `'${id}'`, this.node.path);
    const emitted = engine[emitter].emitUnit(engine, this, 'Template', {
      description,
      pipeline: waiting(pipeline(this.node.path), engine),
    });
    this.name = emitted.name;
    this.apiObject = emitted.apiObject;
    this[unitGraph] = emitted[unitGraph];
  }

  /** What comes after it. An input of the next unit is fed by the latest earlier output of its name. */
  followedBy<I2, O2>(next: Unit<I2, O2> & Fed<I2, O>): Sequence<I, After<O, O2>> {
    return sequence<I, O>(this).followedBy(next);
  }
}

/** Where no run can wait for another, what the release record locks is what keeps them apart. */
function waiting<I, O>(unit: Unit<I, O>, engine: EngineTarget): Unit<I, O> {
  const graph = unit[unitGraph] as PipelineGraph;
  return engine[emitter].queues ? unit : { ...unit, [unitGraph]: Object.freeze({ ...graph, queue: undefined }) };
}
