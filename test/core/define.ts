import type { PipelineGraph, UnitGraph } from '../../src/core/graph/unit-graph';
import { type Unit, unitGraph } from '../../src/core/index';
import { js, type Untyped } from './plain-javascript';

const inputs = {
  mode: js.oneOf(['fast', 'slow']),
  ratio: js.number(),
  tries: js.integer({ default: 1 }),
  people: js.list(js.record({ name: js.text(), age: js.integer() })),
  config: js.record({ lr: js.number(), constructor: js.text() }),
};

/** The inputs of the pipeline that `define` defines. */
export type Refs = { readonly [name in keyof typeof inputs]: Untyped };
export const inputNames: readonly string[] = Object.keys(inputs);

/** Defines the pipeline `p` with this body, as plain JavaScript does. */
export function define(body: (p: Untyped, refs: Refs) => unknown): Untyped {
  return js.pipeline('p', inputs, body);
}

/** A pipeline as the engines see it. */
export function graphOf(unit: Untyped): PipelineGraph {
  const graph: UnitGraph = (unit as unknown as Unit<unknown, unknown>)[unitGraph];
  if (graph.kind !== 'pipeline') throw new Error(`a ${graph.kind} is no pipeline`);
  return graph;
}

/** Takes a value out of the block that made it, as no pipeline should. */
export function box(): { readonly put: (value: unknown) => void; readonly get: () => unknown } {
  let kept: unknown;
  return {
    put: (value) => {
      kept = value;
    },
    get: () => kept,
  };
}
