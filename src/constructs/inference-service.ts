import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import type { Env } from '../core/container/env';
import type { Exemptions } from '../core/container/identity';
import type { Placement } from '../core/container/placement';
import type { Gpu } from '../core/container/resources';
import { checkObjectName } from '../core/container/volume';
import { type HasRequirements, type Requirement, requirements } from '../core/requirement';
import type { TimeSpan } from '../core/time-span';
import { modeAnnotation, modeName } from '../engines/kserve/annotations';
import { KServeInferenceService } from '../engines/kserve/resources/inference-service';
import { checkTarget, type DeploymentMode, type KServeTarget } from '../engines/kserve/target';
import { managed } from '../engines/kubernetes/account';
import type { ServiceSpec } from '../schemas/kubernetes/types';
import type { Environment } from './environment';
import { predictorSpec } from './inference-predictor';
import type { InferenceScaling } from './inference-scaling';
import { scalingSpec } from './inference-scaling-spec';
import { serviceOf } from './service-of';
import { unusableService as unusable } from './unusable-service';
import type { Limits, Workload } from './workload';

/** @public */
export interface InferenceServiceProps {
  readonly engine: KServeTarget;
  /** Where it runs: its `workload` is the InferenceService with the limits of a pod, its `url` the Service. */
  readonly environment: Environment;
  /** What runs the pods. @default 'Standard' */
  readonly mode?: DeploymentMode | undefined;
  /** What the files are, and who serves them. */
  readonly model: ServedModel;
  /**
   * The folder above the model's versions: `pvc://model-storage/fraud`, `s3://models/fraud`. The version is what is deployed,
   * and never in a manifest.
   */
  readonly models: string;
  /** How many pods. @default - one, always */
  readonly scaling?: InferenceScaling | undefined;
  /** What a pod asks for. @default - its limits, and 100m of cpu where that has none */
  readonly requests?: Limits | undefined;
  /** Whole devices for each pod. @default - none: on the CPU */
  readonly gpu?: Gpu | undefined;
  /** Labels and taints of nodes, such as those of GPUs. @default - any node */
  readonly placement?: Placement | undefined;
  /** New pods come before old ones go. Where there is one GPU or a volume for one node, they can't. @default true */
  readonly surge?: boolean | undefined;
  readonly args?: readonly string[] | undefined;
  readonly env?: Env | undefined;
  /** Secret with the credentials of the store, as KServe reads them. @default - none, as for a claim */
  readonly storageCredentials?: string | undefined;
  /** Time for one request, in whole seconds. @default - KServe's own */
  readonly timeout?: TimeSpan | undefined;
  /** Folders that the server writes to: an empty folder is mounted there. `/tmp` always is one. */
  readonly writable?: readonly string[] | undefined;
  /** User id that the server runs as. @default 1000 */
  readonly user?: number | undefined;
  /** Reasons to need more than the restricted profile allows. */
  readonly exempt?: Exemptions | undefined;
}

/**
 * What a model's files are, and who serves them.
 *
 * @public
 */
export interface ServedModel {
  /** Such as `sklearn`, `xgboost`, `onnx`, `triton`. */
  readonly format: string;
  readonly formatVersion?: string | undefined;
  /** Name of the ServingRuntime. @default - the one that is installed for the format */
  readonly runtime?: string | undefined;
  /** Tag of the runtime's image; pinned, or another one serves tomorrow. @default - the runtime's own */
  readonly runtimeVersion?: string | undefined;
  /** The protocol that is spoken. */
  readonly protocol: 'v1' | 'v2' | 'grpc-v1' | 'grpc-v2';
}

/**
 * What serves a model in an environment: a KServe InferenceService with the limits that its `workload` declares, a ServiceAccount
 * without a token, and in Standard mode the Service that the environment's `url` means, whose name and address stay while
 * predictors come and go.
 *
 * It says everything but the version. Its address ends in `not-deployed`, which no store has, and whoever applies it puts the
 * version there: kustomize, with `environments/<environment>/<application>.yaml` among its `patches`. So no synth ever changes
 * what is deployed, and nothing is ready before something is.
 *
 * @throws PipelineError MLP2204 for an environment whose workload is no InferenceService with a memory limit, whose url is no
 * Service of its own, or whose way to deploy writes no address; MLP2205 for a folder of models that KServe can't read.
 * @see https://kserve.github.io/website/docs/intro
 * @example
 * ```ts
 * const staging = Environment.of('staging', {
 *   application: 'fraud',
 *   namespace: 'fraud-staging',
 *   url: 'http://fraud-stable.fraud-staging.svc.cluster.local:8080',
 *   proof: VersionProof.pods({ model: true }),
 *   workload: Workload.inferenceService('fraud', { limits: { cpu: '4', memory: '8Gi' } }),
 * });
 * new InferenceService(chart, 'fraud-staging', {
 *   engine: kserve('0.20'),
 *   environment: staging,
 *   model: { format: 'sklearn', protocol: 'v1' },
 *   models: 'pvc://model-storage/fraud',
 * });
 * ```
 * @public
 */
export class InferenceService extends Construct implements HasRequirements {
  /** The InferenceService, for JSON patches. */
  readonly apiObject: ApiObject;
  readonly #environment: Environment;
  readonly #engine: KServeTarget;
  readonly #knativeFields: boolean;

  constructor(scope: Construct, id: string, props: InferenceServiceProps) {
    super(scope, id);
    const at = this.node.path;
    checkProps(props, Object.keys(known), `InferenceService '${id}'`, at);
    const { engine, environment, mode = 'Standard', model, scaling = { replicas: 1 }, storageCredentials } = props;
    checkTarget(engine, `InferenceService '${id}'`, at);
    if (mode !== 'Standard' && mode !== 'Knative')
      throw unusable(`the mode is ${show(mode)}`, at, { expected: 'Standard or Knative' });
    checkProps(model, ['format', 'formatVersion', 'runtime', 'runtimeVersion', 'protocol'], 'a served model', at);
    this.#environment = environment;
    this.#engine = engine;
    this.#knativeFields = mode === 'Knative' && props.placement !== undefined;
    const workload = workloadIn(environment, at);
    checkDeploy(environment, mode, at);
    const { namespace } = environment;
    const pods = { 'app.kubernetes.io/name': environment.application, 'app.kubernetes.io/instance': workload.name };
    const metadata = { name: workload.name, namespace, labels: { ...managed, ...pods } };
    const { annotations, spec } = scalingSpec(scaling, mode, at);
    new ApiObject(this, 'account', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata,
      automountServiceAccountToken: false,
      ...(storageCredentials === undefined
        ? {}
        : { secrets: [{ name: checkObjectName(storageCredentials, 'Secret', at) }] }),
    });
    this.apiObject = new KServeInferenceService(this, 'Resource', {
      metadata: {
        ...metadata,
        annotations: {
          [modeAnnotation]: modeName(mode, engine.version),
          ...annotations,
          // Names of their own for the new version and the one before it.
          ...(environment.deploy?.canary === undefined ? {} : { 'serving.kserve.io/enable-tag-routing': 'true' }),
          // KServe adds it, which a GitOps controller would show as drift.
          ...(engine.version === '0.15' ? {} : { modelFormat: model.format }),
        },
      },
      spec: { predictor: { ...spec, ...predictorSpec(props, workload, at) } },
    });
    const stable = stableService(environment, workload, mode, at);
    if (stable === undefined) return;
    const { name, ...ports } = stable;
    new ApiObject(this, 'service', { apiVersion: 'v1', kind: 'Service', metadata: { ...metadata, name }, ...ports });
  }

  /** @internal */
  [requirements](): readonly Requirement[] {
    const { name, namespace, application, workload } = this.#environment;
    const file = `environments/${name}/${application}.yaml`;
    const who = `InferenceService \`${namespace}/${workload?.name}\``;
    return [
      { component: 'KServe', version: this.#engine.version },
      { component: 'kustomize', setting: `puts the model's address into ${who}: \`${file}\` among the \`patches\`` },
      ...(this.#knativeFields
        ? [
            {
              component: 'Knative Serving',
              setting:
                '`kubernetes.podspec-nodeselector` and `kubernetes.podspec-tolerations` in ConfigMap `config-features`',
            },
          ]
        : []),
    ];
  }
}

const known: { readonly [key in keyof Required<InferenceServiceProps>]: true } = {
  engine: true,
  environment: true,
  mode: true,
  model: true,
  models: true,
  scaling: true,
  requests: true,
  gpu: true,
  placement: true,
  surge: true,
  args: true,
  env: true,
  storageCredentials: true,
  timeout: true,
  writable: true,
  user: true,
  exempt: true,
};

function workloadIn({ name, workload }: Environment, at: string): Workload {
  if (workload?.kind !== 'inferenceservice')
    throw unusable(`nothing says which InferenceService runs the application in environment '${name}'`, at, {
      fix: "Environment.of('staging', { workload: Workload.inferenceService('fraud', { limits: … }), … })",
    });
  if (workload.limits?.memory === undefined)
    throw unusable(`the workload of environment '${name}' declares no limit of memory`, at, {
      fix: `Workload.inferenceService('${workload.name}', { limits: { cpu: '4', memory: '8Gi' } })`,
    });
  if (workload.container !== undefined && workload.container !== 'kserve-container')
    throw unusable(`the limits are said of container '${workload.container}'`, at, { expected: 'kserve-container' });
  return workload;
}

/** Applied again, the manifest would take away what anything else had set. */
function checkDeploy({ name, deploy }: Environment, mode: DeploymentMode, at: string): void {
  if (deploy?.canary !== undefined && mode !== 'Knative')
    throw unusable(`environment '${name}' shares traffic by canaryTrafficPercent, which Standard mode ignores`, at, {
      fix: "mode: 'Knative', or two environments and a WeightedRoute",
    });
  if (deploy === undefined || deploy.deploys === 'uri') return;
  throw unusable(
    `the way to deploy to environment '${name}' writes no address that kustomize could put into the manifest`,
    at,
    {
      fix: "Deploy.git({ format: { inferenceService: 'fraud' }, … })",
    },
  );
}

/** KServe's own Service may have no address of its own, and in Knative mode it is Knative's. */
function stableService(
  environment: Environment,
  { name }: Workload,
  mode: DeploymentMode,
  at: string,
): { readonly name: string; readonly spec: ServiceSpec } | undefined {
  const service = serviceOf(environment);
  const { namespace, url } = environment;
  const own = service?.name === `${name}-predictor` || (mode === 'Knative' && service?.name === name);
  if (service !== undefined && own && service.port === 80) return undefined;
  if (service === undefined || own || service.name === name || mode === 'Knative')
    throw unusable(`the url of environment '${environment.name}' is '${url}'`, at, {
      expected: `http://${name}-predictor.${namespace}.svc.cluster.local${mode === 'Knative' ? '' : `, or http://${name}-stable.${namespace}.svc.cluster.local:8080`}`,
    });
  return {
    name: service.name,
    spec: {
      selector: { 'serving.kserve.io/inferenceservice': name, component: 'predictor' },
      ports: [{ name: 'http', port: service.port, targetPort: 8080, protocol: 'TCP' }],
    },
  };
}
