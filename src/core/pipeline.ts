import { addFinally } from './builder/add-finally';
import { BlockBuilder } from './builder/block-builder';
import { checkAttempts } from './builder/check-attempts';
import { checkVerdicts } from './builder/check-verdicts';
import { inputRefs } from './builder/input-refs';
import { producedBy } from './builder/produced';
import { scopeOf } from './builder/scope-of';
import { checkProps } from './check-props';
import { declaredSet } from './declared';
import { PipelineError } from './error';
import type { PipelineGraph } from './graph/unit-graph';
import { checkName, checkParameterNames } from './names';
import { outputsProxy } from './outputs-proxy';
import type { InputsOf, Params, ValueOf } from './parameter/parameter';
import { type Queue, queue } from './queue';
import type { Ref } from './ref';
import type { Carried, PipelineScope, Produced, RefsIn } from './scope';
import { secondsOf, type TimeSpan } from './time-span';
import { type Unit, unitGraph } from './unit';

/** @public */
export interface PipelineOptions {
  /**
   * Longest time for a run, waiting included; at least what the stages inside may take.
   *
   * @default - the longest way through the steps' timeouts, and ten minutes
   */
  readonly deadline?: TimeSpan | undefined;
  /**
   * Runs of this queue wait for each other. On Tekton a pipeline of your own can't have one, and that of a construct is left
   * to the lock of the release record.
   *
   * @default - all run at once
   */
  readonly queue?: Queue | undefined;
}

/** A pipeline: a unit made of steps. @public */
export interface Pipeline<in I, out O> extends Unit<I, O> {}

/**
 * Puts steps together. What the callback returns are the outputs of the pipeline, which can itself be a step.
 *
 * Steps start when what they take is there; nothing else orders them, unless `after` does.
 *
 * @throws PipelineError MLP11xx with the path of the block: unknown names, wrong types, refs used outside their block,
 * a verdict that nobody looks at.
 * @example
 * ```ts
 * const release = pipeline('release', { epochs: integer({ default: 5 }) }, (p, { epochs }) => {
 *   const trained = p.step(train, { epochs });
 *   const checked = p.step(smoke, { modelVersion: trained.outputs.modelVersion });
 *   p.match(checked.outputs.verdict, {
 *     pass: (p) => p.step(publish, { modelVersion: trained.outputs.modelVersion }),
 *     fail: hold('rejected'), error: hold(), inconclusive: hold(),
 *   });
 * });
 * ```
 * @public
 */
export function pipeline<const I extends Params, R extends Produced>(
  name: string,
  inputs: I,
  block: (p: PipelineScope, inputs: { readonly [K in keyof I]: Ref<ValueOf<I[K]>> }) => R,
  options: PipelineOptions = {},
): Pipeline<InputsOf<I>, { readonly [K in keyof RefsIn<R>]: Carried<RefsIn<R>[K]> }> {
  checkName(name, 'a pipeline');
  checkProps(options, ['deadline', 'queue'], `pipeline '${name}'`);
  if (typeof block !== 'function') {
    throw new PipelineError({
      code: 'MLP1119',
      message: `pipeline '${name}' has no callback`,
      expected: '(p, inputs) => p.step(…)',
    });
  }
  const declared = declaredSet(inputs, 'input', `pipeline '${name}'`);
  const builder = new BlockBuilder(name);
  const given = inputRefs(declared, builder, `pipeline '${name}'`);
  const refs: object = outputsProxy(given, 'input', `pipeline '${name}'`, name);
  const end = addFinally(builder);
  const scope = scopeOf(builder, { finally: end.add }) as PipelineScope;
  const produced = producedBy(block(scope, refs as { readonly [K in keyof I]: Ref<ValueOf<I[K]>> }), builder);
  checkParameterNames(Object.keys(produced), `an output of pipeline '${name}'`);
  builder.block.outputs = produced;
  builder.close();
  if (builder.block.nodes.length === 0) {
    throw new PipelineError({
      code: 'MLP1119',
      message: `pipeline '${name}' has no steps`,
      expected: 'at least one p.step(…)',
    });
  }
  const graph: PipelineGraph = Object.freeze({
    kind: 'pipeline',
    name,
    inputs: declared,
    outputs: Object.fromEntries(Object.entries(produced).map(([output, { type }]) => [output, { type }])),
    body: builder.block,
    finally: end.block(),
    deadlineSeconds:
      options.deadline === undefined ? undefined : secondsOf(options.deadline, `the deadline of pipeline '${name}'`),
    queue: options.queue === undefined ? undefined : queue(options.queue.name, options.queue.size),
  });
  checkVerdicts(graph.body, graph.finally);
  checkAttempts(graph.body);
  return Object.freeze({ name, [unitGraph]: graph });
}
