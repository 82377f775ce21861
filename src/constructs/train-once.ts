import { hold } from '../core/builder/add-match';
import { graphOf } from '../core/builder/add-step';
import type { AnyScope, Known } from '../core/builder/any-scope';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { isOneOf } from '../core/condition';
import { runName } from '../core/container/env';
import type { Image } from '../core/container/image';
import { PipelineError } from '../core/error';
import type { UnitGraph } from '../core/graph/unit-graph';
import { boolean } from '../core/parameter/boolean';
import type { Params } from '../core/parameter/parameter';
import { type PipelineOptions, pipeline } from '../core/pipeline';
import type { Ref } from '../core/ref';
import type { OptionalStep, Scope } from '../core/scope';
import { suggest } from '../core/suggest';
import type { Unit } from '../core/unit';
import { isVerdict } from '../core/verdict';
import { findTrainedTask } from './find-trained';
import { markTrainedTask } from './mark-trained';
import type { MlflowRegistry } from './mlflow-registry';
import { withEnv } from './with-env';

/** @public */
export interface TrainOnceProps<I, O> extends PipelineOptions {
  /**
   * Trains, judges, and does whatever follows: with `training.followedBy(gate).followedBy(decision)` all of it is left out
   * where the same was trained before. Only what comes to the end of it counts as trained.
   */
  readonly unit: Unit<I, O>;
  /** Where runs and versions are. */
  readonly registry: MlflowRegistry;
  /**
   * The inputs that tell one training from another, among them a digest of the data.
   *
   * @default - all inputs of the unit
   */
  readonly inputs?: readonly (keyof NoInfer<I> & string)[] | undefined;
  /** @default - the image of all our programs */
  readonly programImage?: Image | undefined;
}

/** What became of it. @public */
export interface TrainedOnce {
  /** `cached`: the same was trained before, and nothing was done. */
  readonly outcome: 'trained' | 'cached';
  /** SHA-256 of what was trained, as hexadecimal digits. */
  readonly configHash: string;
  /** The run of MLflow that trained it, now or before. */
  readonly trainedRun: string;
  /** The registered version of that run; `none` where nothing is registered. */
  readonly trainedVersion: string;
}

/**
 * Trains a configuration once: where the same was trained before, and came to the end of the unit, nothing is done and the
 * run ends green with the outcome `cached`. The input `force` has it trained in any case.
 *
 * The same means the same model, the same values of the inputs, and the same definition: images, commands, environments
 * and files of all tasks. What was rejected, failed, or is no longer in MLflow is trained again. If MLflow can't be asked,
 * the run ends red. An earlier run is never handed on as a candidate: what takes one stands inside of `unit`.
 *
 * @throws PipelineError MLP3079 for a unit that hands on no `runId`, inputs that it does not have, or a `force` of its own
 * that is no boolean.
 * @example
 * ```ts
 * const member = task('train-gru', {
 *   image, inputs: { dataDigest: text(), epochs: integer({ default: 5 }) }, outputs: { runId: text(), rmse: number() },
 *   command: ['python', 'gru.py'], env: ({ inputs }) => ({ EPOCHS: inputs.epochs, DATA: inputs.dataDigest }),
 * });
 * const training = new TrainingPipeline(chart, 'train-model', {
 *   engine, train: member, evaluate: Evaluation.metrics({ metrics: { rmse: { lessThan: 3 } } }), registry,
 * });
 * new WorkflowTemplate(chart, 'train-once', { engine, pipeline: trainOnce('train-once', { unit: training, registry }) });
 * ```
 * @public
 */
export function trainOnce<I, O extends { readonly runId: string }>(
  name: string,
  props: TrainOnceProps<I, O>,
): Unit<I & { readonly force?: boolean | undefined }, TrainedOnce> {
  const what = `trainOnce '${name}'`;
  checkProps(props, ['unit', 'registry', 'inputs', 'programImage', 'deadline', 'queue'], what);
  const { registry, programImage, deadline, queue } = props;
  if (typeof registry?.env !== 'object')
    throw misfit(name, `looks for trainings in ${show(registry)}`, 'registry: MlflowRegistry.at(…)');
  const given = graphOf(props.unit, name);
  const unit =
    given.kind === 'task' ? withEnv(props.unit, { ...registry.env, PIPELINE_RUN: runName }, name) : props.unit;
  const graph = graphOf(unit, name);
  checkUnit(graph, name);
  const identifying = identifyingInputs(graph, props.inputs, name);
  const find = findTrainedTask(name, { registry, programImage, unit: graph, inputs: identifying });
  const isRegistered = graph.outputs.modelVersion?.type.kind === 'text';
  const mark = markTrainedTask(name, { registry, programImage, isRegistered });
  const inputs = {
    ...graph.inputs,
    force: boolean({ default: false, doc: 'train although the same was trained before' }),
  };
  return pipeline(
    name,
    inputs as unknown as Params,
    (scope, refs) => {
      const known = refs as unknown as Known;
      const p = scope as unknown as AnyScope & Pick<Scope, 'when'>;
      const found = p.step(find, pick(known, [...identifying, 'force'])).outputs;
      const isNew = isOneOf(found.outcome as unknown as Ref<string>, ['none', 'forced']);
      const fresh = p.when(isNew, (inner) => {
        const q = inner as unknown as AnyScope;
        const done = q.step(unit, pick(known, Object.keys(graph.inputs))).outputs;
        const { configHash } = found;
        return ifPassed(q, graph, done, (r) => {
          const marked = { configHash, ...pick(done, ['runId', ...(isRegistered ? ['modelVersion'] : [])]) };
          return r.step(mark, marked).outputs;
        }) as never;
      }) as unknown as OptionalStep<TrainedOnce>;
      return {
        outcome: fresh.outputs.outcome.orElse('cached'),
        configHash: found.configHash,
        trainedRun: fresh.outputs.trainedRun.orElse(found.trainedRun as never),
        trainedVersion: fresh.outputs.trainedVersion.orElse(found.trainedVersion as never),
      } as never;
    },
    { deadline, queue },
  ) as unknown as Unit<I & { readonly force?: boolean | undefined }, TrainedOnce>;
}

/** A gate at the end of the unit has a say: what it does not let pass is not marked, and ends red. */
function ifPassed(p: AnyScope, unit: UnitGraph, done: Known, then: (p: AnyScope) => Known): Known {
  const verdict = Object.entries(unit.outputs).find(([, { type }]) => isVerdict(type))?.[0];
  if (verdict === undefined) return then(p);
  return p.match(done[verdict], { pass: then, fail: hold('rejected'), error: hold(), inconclusive: hold() }).outputs;
}

function checkUnit({ kind, name: unit, inputs, outputs }: UnitGraph, name: string): void {
  if (outputs.runId?.type.kind !== 'text')
    throw misfit(name, `wraps ${kind} '${unit}', which does not say which run trained`, 'an output runId: text()');
  if (inputs.force !== undefined && inputs.force.type.kind !== 'boolean')
    throw misfit(
      name,
      `wraps ${kind} '${unit}', whose input 'force' is no boolean`,
      'force: boolean({ default: false })',
    );
}

function identifyingInputs(
  { kind, name: unit, inputs }: UnitGraph,
  given: readonly string[] | undefined,
  name: string,
): readonly string[] {
  const all = Object.keys(inputs).filter((input) => input !== 'force');
  const names = given ?? all;
  const odd = Array.isArray(names) ? names.find((input) => !all.includes(input)) : show(given);
  if (odd === undefined) return [...new Set(names)];
  const meant = suggest(String(odd), all);
  throw misfit(
    name,
    `tells trainings apart by '${odd}', which ${kind} '${unit}' does not take${meant === undefined ? '' : ` - did you mean '${meant}'?`}`,
    all.map((input) => `'${input}'`).join(', ') || 'no inputs',
  );
}

function pick(known: Known, names: readonly string[]): Known {
  return Object.fromEntries(names.map((name) => [name, known[name]])) as Known;
}

function misfit(name: string, problem: string, expected: string): PipelineError {
  return new PipelineError({ code: 'MLP3079', message: `trainOnce '${name}' ${problem}`, expected, at: name });
}
