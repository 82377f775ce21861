import type { Construct } from 'constructs';
import { hold } from '../core/builder/add-match';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { Volume } from '../core/container/volume';
import { PipelineError } from '../core/error';
import { text } from '../core/parameter/text';
import { verdict } from '../core/parameter/verdict';
import { pipeline } from '../core/pipeline';
import { programTask, programTimeout } from '../core/program-task';
import type { Unit } from '../core/unit';
import type { EngineTarget } from '../engines/kubernetes/engine';
import { programText } from '../programs/bundle';
import { readServedModels, type ServedModel } from '../programs/validate-models/served-model';
import { checkRead } from './check-read';
import type { Environment } from './environment';
import type { ModelClaim } from './model-claim';
import type { ModelContract } from './model-contract';
import { answerShape, predictPath, requestBody } from './model-contract-words';
import { UnitConstruct } from './unit-construct';

/** @public */
export interface ModelValidationProps {
  readonly engine: EngineTarget;
  /** Where the models' files are; it is mounted for reading. */
  readonly claim: ModelClaim;
  readonly models: readonly [ValidatedModel, ...ValidatedModel[]];
}

/** A model that is served. @public */
export interface ValidatedModel {
  /** What it takes and answers. */
  readonly contract: ModelContract;
  /** Where an InferenceService serves it. */
  readonly environment: Environment;
}

const deadlineSeconds = 600;

/**
 * A pipeline that looks at everything that serves models, at any time: the InferenceService is ready, pods run, the file is on
 * the claim, alone and not empty, and the endpoint answers as the contract says. All that is bad is named, and ends it red.
 *
 * It changes nothing, and needs no pod that has the claim mounted: it mounts it itself.
 *
 * @throws PipelineError MLP3053 for a model that no InferenceService serves, or one that is named twice.
 * @example
 * ```ts
 * const claim = new ModelClaim(chart, 'model-storage-pvc', { size: '10Gi', storageClass: 'ocs-storagecluster-cephfs' });
 * const serving = Environment.of('serving', {
 *   application: 'anomaly-detector',
 *   namespace: 'aiops',
 *   url: 'http://anomaly-detector-stable.aiops.svc.cluster.local:8080',
 *   proof: VersionProof.pods({ model: true }),
 *   workload: Workload.inferenceService('anomaly-detector'),
 * });
 * new ModelValidation(chart, 'validate-models', {
 *   engine: argo('4.0'),
 *   claim,
 *   models: [{ contract: anomaly, environment: serving }],
 * });
 * ```
 * @public
 */
export class ModelValidation extends UnitConstruct<{}, {}> {
  constructor(scope: Construct, id: string, props: ModelValidationProps) {
    super(scope, id, props.engine, description, (at) => validationOf(id, props, at));
  }
}

const description =
  'Looks at what serves the models: service, pods, file, endpoint. Red: one of them is bad. Changes nothing.';

function validationOf(id: string, props: ModelValidationProps, at: string): Unit<{}, {}> {
  checkProps(props, ['engine', 'claim', 'models'], `ModelValidation '${id}'`, at);
  const { engine, claim } = props;
  const models = servedModels(props.models, at);
  const look = programTask(
    'look',
    { name: 'validate-models', text: programText('validate-models') },
    {
      image: engine.programImage,
      outputs: { verdict: verdict(), reason: text() },
      env: {
        MODELS: JSON.stringify(models),
        CLAIM: claim.name,
        MODELS_FOLDER: claim.folder,
        DEADLINE_SECONDS: String(deadlineSeconds),
      },
      mounts: { [claim.folder]: Volume.claim(claim.name, { readOnly: true }) },
      access: models.flatMap(({ name, namespace }) => [
        { apiGroup: 'serving.kserve.io', resources: ['inferenceservices'], verbs: ['get'], names: [name], namespace },
        { apiGroup: '', resources: ['pods'], verbs: ['list'], namespace },
      ]),
      timeout: programTimeout(deadlineSeconds),
    },
  );
  return pipeline(id, {}, (p) => {
    const { outputs } = p.step(look);
    p.match(outputs.verdict, { pass: () => {}, fail: hold('invalid'), error: hold(), inconclusive: hold() });
  });
}

function servedModels(models: ModelValidationProps['models'], at: string): readonly ServedModel[] {
  const served = (Array.isArray(models) ? models : []).map((each: ValidatedModel) => {
    checkProps(each, ['contract', 'environment'], 'a validated model', at);
    const { contract, environment } = each;
    const { workload, namespace, url } = environment ?? {};
    if (workload?.kind !== 'inferenceservice')
      throw unusable(`'${contract?.name}' is served by ${show(workload?.kind)}`, 'an InferenceService', at);
    const [path, request, answer] = [predictPath(contract), requestBody(contract), answerShape(contract)];
    return { name: workload.name, namespace, url, path, request, answer: { type: 'object', fields: answer } };
  });
  const twice = served.find(({ name }, index) => served.findIndex((each) => each.name === name) !== index);
  if (twice !== undefined) throw unusable(`'${twice.name}' is looked at twice`, 'each model once', at);
  return checkRead('MLP3053', `the models of '${at}'`, () => readServedModels(JSON.stringify(served)));
}

function unusable(message: string, expected: string, at: string): PipelineError {
  return new PipelineError({ code: 'MLP3053', message, expected, at });
}
