import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import type { Env } from '../core/container/env';
import type { Exemptions } from '../core/container/identity';
import { type HasRequirements, type Requirement, requirements } from '../core/requirement';
import { managed } from '../engines/kubernetes/account';
import type { DeploymentSpec, ServiceSpec } from '../schemas/kubernetes/types';
import { podSpec } from './application-pod';
import type { Environment } from './environment';
import type { HttpProbe } from './http-probe';
import { type ServicePort, serviceOf } from './service-of';
import { unusableApplication as unusable } from './unusable-application';
import type { Limits, Workload } from './workload';

/** @public */
export interface ApplicationProps {
  /** Where it runs: its `workload` is the Deployment, its `url` the Service. */
  readonly environment: Environment;
  /**
   * Name of the image, without tag and digest: those are what is deployed, and never in a manifest.
   *
   * @default - the one that the environment's `deploy` replaces
   */
  readonly image?: string | undefined;
  /** When pods may get requests, and when they are started anew. */
  readonly probes: { readonly readiness: HttpProbe; readonly liveness: HttpProbe };
  /** The port that the program listens at. @default - the port of the environment's url */
  readonly port?: number | undefined;
  /** What a pod asks for. @default - its limits, and 100m of cpu where that has none */
  readonly requests?: Limits | undefined;
  /** @default 1 */
  readonly replicas?: number | undefined;
  readonly env?: Env | undefined;
  /** Folders of the image that the program writes to: an empty folder is mounted there. `/tmp` always is one. */
  readonly writable?: readonly string[] | undefined;
  /** User id that the program runs as. @default 1000 */
  readonly user?: number | undefined;
  /** Reasons to need more than the restricted profile allows. */
  readonly exempt?: Exemptions | undefined;
}

/**
 * What runs an application in an environment: a Deployment with the limits that its `workload` declares, the Service that the
 * environment's `url` means, and a ServiceAccount without a token.
 *
 * It says everything but the version. Its image has the tag `not-deployed`, which no registry has, and whoever applies it
 * puts the digest there: kustomize, with `environments/<environment>/<application>.yaml` in `transformers:`, or Argo CD with
 * the image of its Application. So no synth ever changes what is deployed, and nothing runs before something is.
 *
 * New pods come before old ones go, and a roll-out that takes longer than the environment's deadline has failed. A pod has
 * that long to start, too, before its liveness is asked for.
 *
 * @throws PipelineError MLP3040 for an environment whose workload is no Deployment with a memory limit, whose url is no Service
 * of its namespace, or whose way to deploy replaces no image of a manifest.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/
 * @example
 * ```ts
 * const staging = Environment.of('staging', {
 *   application: 'fraud',
 *   namespace: 'fraud-staging',
 *   url: 'http://fraud.fraud-staging.svc.cluster.local:8080',
 *   proof: VersionProof.http({ path: '/version' }),
 *   workload: Workload.deployment('fraud', { limits: { cpu: '500m', memory: '256Mi' } }),
 * });
 * new Application(chart, 'fraud-staging', {
 *   environment: staging,
 *   image: 'ghcr.io/acme/fraud',
 *   probes: { readiness: { path: '/ready' }, liveness: { path: '/version' } },
 * });
 * ```
 * @public
 */
export class Application extends Construct implements HasRequirements {
  /** The Deployment, for JSON patches. */
  readonly apiObject: ApiObject;
  readonly #environment: Environment;

  constructor(scope: Construct, id: string, props: ApplicationProps) {
    super(scope, id);
    const at = this.node.path;
    const known = [
      'environment',
      'image',
      'probes',
      'port',
      'requests',
      'replicas',
      'env',
      'writable',
      'user',
      'exempt',
    ];
    checkProps(props, known, `Application '${id}'`, at);
    const { environment } = props;
    this.#environment = environment;
    const { workload, service } = placeOf(environment, at);
    const { namespace } = environment;
    const pods = { 'app.kubernetes.io/name': environment.application, 'app.kubernetes.io/instance': workload.name };
    const labels = { ...managed, ...pods };
    const metadata = { name: workload.name, namespace, labels };
    new ApiObject(this, 'account', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata,
      automountServiceAccountToken: false,
    });
    const spec: DeploymentSpec = {
      replicas: checkCount(props.replicas ?? 1, 'replicas', at),
      selector: { matchLabels: pods },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      progressDeadlineSeconds: environment.rolloutSeconds,
      template: { metadata: { labels }, spec: podSpec(props, workload, service, at) },
    };
    this.apiObject = new ApiObject(this, 'Resource', { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec });
    const ports: ServiceSpec = {
      selector: pods,
      ports: [{ name: 'http', port: service.port, targetPort: 'http', protocol: 'TCP' }],
    };
    new ApiObject(this, 'service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { ...metadata, name: service.name },
      spec: ports,
    });
  }

  /** @internal */
  [requirements](): readonly Requirement[] {
    const { name, namespace, application, workload, deploy } = this.#environment;
    const who = `Deployment \`${namespace}/${workload?.name}\``;
    const file = `\`environments/${name}/${application}.yaml\` among the \`transformers\``;
    const byController = deploy?.mode === 'git' ? file : 'the image that the Application sets';
    const how = deploy === undefined ? 'by whoever deploys' : byController;
    const setting = `puts the image's digest into ${who}: ${how}`;
    return [{ component: 'kustomize', setting }];
  }
}

function placeOf(environment: Environment, at: string): { readonly workload: Workload; readonly service: ServicePort } {
  const { name, workload, url, namespace } = environment;
  const service = serviceOf(environment);
  if (workload?.kind !== 'deployment') {
    throw unusable(`nothing says which Deployment runs the application in environment '${name}'`, at, {
      fix: "Environment.of('staging', { workload: Workload.deployment('app', { limits: … }), … })",
    });
  }
  if (workload.limits?.memory === undefined) {
    throw unusable(`the workload of environment '${name}' declares no limit of memory`, at, {
      fix: `Workload.deployment('${workload.name}', { limits: { cpu: '500m', memory: '256Mi' } })`,
    });
  }
  if (service === undefined) {
    throw unusable(`the url of environment '${name}' is '${url}', which is no Service of namespace ${namespace}`, at, {
      expected: `http://<service>.${namespace}.svc.cluster.local:<port>`,
    });
  }
  return { workload, service };
}

function checkCount(count: number, what: string, at: string): number {
  if (Number.isSafeInteger(count) && count >= 0 && count < 2 ** 31) return count;
  throw unusable(`there are ${show(count)} ${what}`, at, { expected: 'a whole number from 0 on' });
}
