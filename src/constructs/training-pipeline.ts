import type { Construct } from 'constructs';
import { hold } from '../core/builder/add-match';
import { graphOf } from '../core/builder/add-step';
import type { AnyScope, Known } from '../core/builder/any-scope';
import { fed } from '../core/builder/fed';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import type { Env } from '../core/container/env';
import { PipelineError } from '../core/error';
import { fmt } from '../core/format';
import type { UnitGraph } from '../core/graph/unit-graph';
import type { Artifact, Params } from '../core/parameter/parameter';
import { type PipelineOptions, pipeline } from '../core/pipeline';
import { type After, artifacts } from '../core/sequence';
import type { Unit } from '../core/unit';
import type { ArgoTarget } from '../engines/argo/target';
import type { Candidate } from './candidate';
import type { Evaluation } from './evaluation';
import type { MlflowRegistry } from './mlflow-registry';
import { UnitConstruct } from './unit-construct';
import { withEnv } from './with-env';

/** @public */
export interface TrainingPipelineProps<I, O extends Trained> extends PipelineOptions {
  readonly engine: ArgoTarget;
  /** Trains, registers and says which version of the model came of it, and which image it is in. */
  readonly train: Unit<I, O>;
  /** Judges what was trained, by what training took and handed on. */
  readonly evaluate: Evaluation<NoInfer<Required<I> & O>>;
  /** Put into the environment of what trains, and of the evaluation unless it only judges numbers. @default - none */
  readonly registry?: MlflowRegistry | undefined;
}

/** What training has to hand on. @public */
export type Trained = Pick<Candidate, 'modelVersion' | 'digest'>;

/** The candidate and what else training hands on, without artifacts: those stay in the run. @public */
export type HandedOn<O> = After<Candidate, { readonly [K in keyof O as O[K] extends Artifact ? never : K]: O[K] }>;

/**
 * Trains a model, judges it, and hands on a candidate only if the verdict is `pass`.
 *
 * Anything else ends the run red: `fail` as rejected, `error` and `inconclusive` as held. It does not register the model;
 * the training program does, and says which version it got.
 *
 * @throws PipelineError MLP3001 unless training hands on `modelVersion` and `digest`; MLP1122 where the evaluation lacks an input.
 * @example
 * ```ts
 * new TrainingPipeline(chart, 'train-model', { engine: argo('4.0'), train, evaluate: Evaluation.task(evaluate) });
 * ```
 * @public
 */
export class TrainingPipeline<in I, O extends Trained> extends UnitConstruct<I, HandedOn<O>> {
  constructor(scope: Construct, id: string, props: TrainingPipelineProps<I, O>) {
    super(scope, id, props.engine, description, (at) => trainingOf(id, props, at));
  }
}

const description = 'Trains a model and judges it. What does not pass ends the run red and goes no further.';

function trainingOf<I, O extends Trained>(
  id: string,
  props: TrainingPipelineProps<I, O>,
  at: string,
): Unit<I, HandedOn<O>> {
  checkProps(props, ['engine', 'train', 'evaluate', 'registry', 'deadline', 'queue'], `TrainingPipeline '${id}'`, at);
  if (typeof props.evaluate !== 'object' || props.evaluate === null || !('after' in props.evaluate)) {
    throw new PipelineError({
      code: 'MLP3005',
      message: `TrainingPipeline '${id}' evaluates by ${show(props.evaluate)}`,
      expected: 'evaluate: Evaluation.pytest({ … }) or Evaluation.task(…)',
      at,
    });
  }
  const env = envOf(props.registry, at);
  const train = withEnv(props.train, env, at);
  const trained = graphOf(train, at);
  checkTrained(trained, at);
  const { programImage } = props.engine;
  const evaluate = props.evaluate.after({ unit: trained, env, programImage });
  const { deadline, queue } = props;
  return pipeline(
    id,
    trained.inputs as unknown as Params,
    (scope, refs) => {
      const p = scope as unknown as AnyScope;
      const inputs = refs as unknown as Known;
      const { outputs } = p.step(
        train,
        Object.fromEntries(Object.keys(trained.inputs).map((name) => [name, inputs[name]])),
      );
      const judged = p.step(evaluate, fed(graphOf(evaluate, at), { ...inputs, ...outputs }));
      const candidate = candidateOf(artifacts(outputs, false));
      const arms = { pass: () => candidate, fail: hold('rejected'), error: hold(), inconclusive: hold() };
      return p.match(judged.outputs.verdict, arms).outputs as never;
    },
    { deadline, queue },
  ) as unknown as Unit<I, HandedOn<O>>;
}

const fields = ['modelVersion', 'runId', 'digest', 'commit', 'uri'] as const satisfies readonly (keyof Candidate)[];

/** The fields of a candidate in their order, empty where nobody says; then the rest. */
function candidateOf(known: Known): Known {
  return { ...Object.fromEntries(fields.map((field) => [field, known[field] ?? (fmt`` as never)])), ...known };
}

const needed: { readonly [K in keyof Trained]: string } = {
  modelVersion: 'which version of the model it trained',
  digest: 'which image that version is in',
};

function checkTrained({ kind, name, outputs }: UnitGraph, at: string): void {
  for (const [field, what] of Object.entries(needed)) {
    if (outputs[field]?.type.kind === 'text') continue;
    throw new PipelineError({
      code: 'MLP3001',
      message: `${kind} '${name}' does not say ${what}`,
      expected: `an output ${field}: text()`,
      at,
    });
  }
}

function envOf(registry: MlflowRegistry | undefined, at: string): Env {
  if (registry === undefined) return {};
  if (typeof registry === 'object' && typeof registry?.env === 'object') return registry.env;
  throw new PipelineError({
    code: 'MLP3003',
    message: `the registry is ${show(registry)}`,
    expected: 'an MlflowRegistry',
    fix: "MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', { model: 'fraud' })",
    actual: registry,
    at,
  });
}
