import type { Construct } from 'constructs';
import { hold } from '../core/builder/add-match';
import { graphOf } from '../core/builder/add-step';
import type { AnyScope } from '../core/builder/any-scope';
import { fed } from '../core/builder/fed';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { composedPipeline } from '../core/composed-pipeline';
import type { Env } from '../core/container/env';
import { PipelineError } from '../core/error';
import type { Artifact } from '../core/parameter/parameter';
import type { PipelineOptions } from '../core/pipeline';
import { type After, artifacts } from '../core/sequence';
import type { Unit } from '../core/unit';
import type { EngineTarget } from '../engines/kubernetes/engine';
import type { Candidate } from './candidate';
import type { Evaluation, Trained } from './evaluation';
import type { MlflowRegistry } from './mlflow-registry';
import { candidateOf, passedStages } from './passed-stages';
import type { RegisterOptions } from './register-model';
import { UnitConstruct } from './unit-construct';
import { withEnv } from './with-env';

/** @public */
export interface TrainingPipelineProps<I, O extends Trained> extends PipelineOptions {
  readonly engine: EngineTarget;
  /** Trains; hands on the `runId` of the run that logged the model, or the `modelVersion` that it registered itself. */
  readonly train: Unit<I, O>;
  /** Judges what was trained, by what training took and handed on. */
  readonly evaluate: Evaluation<NoInfer<Required<I> & O>>;
  /** Put into the environment of what trains, and of the evaluation unless it only judges numbers. @default - none */
  readonly registry?: MlflowRegistry | undefined;
  /** How the model is registered in the registry once it passed; not where training does it. */
  readonly register?: RegisterOptions | undefined;
  /** Makes the image of the version, such as an `ImageBuild`. @default - training hands on its `digest`, or there is none */
  readonly build?: ModelBuild | undefined;
}

/**
 * A unit that makes the image of a registered model. It is fed by name.
 *
 * @public
 */
export type ModelBuild = Unit<Pick<Candidate, 'modelVersion' | 'runId' | 'uri'>, { readonly digest: string }>;

/** The candidate and what else training hands on, without artifacts: those stay in the run. @public */
export type HandedOn<O> = After<Candidate, { readonly [K in keyof O as O[K] extends Artifact ? never : K]: O[K] }>;

/**
 * Trains a model, judges it, registers it, builds its image, and hands on a candidate: all of that only if the verdict is
 * `pass`.
 *
 * Anything else ends the run red: `fail` as rejected, `error` and `inconclusive` as held. Nothing is registered and nothing
 * built then, unless training registers the model itself (hands on `modelVersion`): a rejected model stays in the registry
 * then, as a version that nothing points at.
 *
 * Without `build` the candidate's digest is the `digest` that training hands on, or stands for the address of the registered
 * model, which KServe loads.
 *
 * @throws PipelineError MLP3001 unless training hands on `runId` (with a `registry`) or `modelVersion`, and a digest comes
 * from somewhere; MLP1122 where the evaluation or the build lacks an input.
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

const known: { readonly [key in keyof Required<TrainingPipelineProps<unknown, Trained>>]: true } = {
  engine: true,
  train: true,
  evaluate: true,
  registry: true,
  register: true,
  build: true,
  deadline: true,
  queue: true,
};

function trainingOf<I, O extends Trained>(
  id: string,
  props: TrainingPipelineProps<I, O>,
  at: string,
): Unit<I, HandedOn<O>> {
  checkProps(props, Object.keys(known), `TrainingPipeline '${id}'`, at);
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
  const stages = passedStages(props, trained, at);
  const { programImage } = props.engine;
  const evaluate = props.evaluate.after({ unit: trained, env, programImage });
  const { deadline, queue } = props;
  return composedPipeline(
    id,
    trained.inputs,
    (p, inputs) => {
      const { outputs } = p.step(
        train,
        Object.fromEntries(Object.keys(trained.inputs).map((name) => [name, inputs[name]])),
      );
      const judged = p.step(evaluate, fed(graphOf(evaluate, at), { ...inputs, ...outputs }));
      const passed = (q: AnyScope) => candidateOf(stages(q, artifacts(outputs, false)));
      const arms = { pass: passed, fail: hold('rejected'), error: hold(), inconclusive: hold() };
      return p.match(judged.outputs.verdict, arms).outputs;
    },
    { deadline, queue },
  );
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
