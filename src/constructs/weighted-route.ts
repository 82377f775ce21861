import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { checkObjectName } from '../core/container/volume';
import { PipelineError } from '../core/error';
import { managed } from '../engines/kubernetes/account';
import type { HTTPRouteParentRef, HTTPRouteRuleBackendRef, HTTPRouteSpec } from '../schemas/gateway/types';
import type { Environment } from './environment';
import { serviceOf } from './service-of';

/**
 * A Gateway, or one of its listeners.
 *
 * @public
 */
export interface RouteParent {
  readonly name: string;
  /** @default - the chart's */
  readonly namespace?: string | undefined;
  /** Name of the listener. @default - all that the Gateway lets it have */
  readonly sectionName?: string | undefined;
}

/** @public */
export interface RouteBackend {
  /** Its `url` is the Service that gets the requests. */
  readonly environment: Environment;
  /** From 0 to 1000000: a part of the sum of all weights. */
  readonly weight: number;
}

/** @public */
export interface WeightedRouteProps {
  /** At least one, at most 32. */
  readonly parents: readonly RouteParent[];
  /** At most 16, each with one `*.` in front at most. @default - those of the listeners */
  readonly hostnames?: readonly string[] | undefined;
  /** What a request's path starts with. @default '/' */
  readonly path?: string | undefined;
  /** At most 16. */
  readonly backends: readonly RouteBackend[];
}

/**
 * Splits the requests of a Gateway among environments: 90 to production and 10 to the canary.
 *
 * Emits an HTTPRoute into the chart's namespace, and for each other namespace that an environment is in a ReferenceGrant there,
 * for this Service and routes of the chart's namespace only. The Gateway must let routes of that namespace attach
 * (`allowedRoutes`). Weights are parts of their sum, whatever that is; which request goes where is chance, so one user may
 * meet both.
 *
 * @throws PipelineError MLP3041 for parents, hostnames, a path or weights that can't be, an environment whose url is no Service
 * of its namespace, and a chart without a namespace.
 * @see https://gateway-api.sigs.k8s.io/guides/traffic-splitting/
 * @example
 * ```ts
 * const fraud = (name: string) =>
 *   Environment.of(name, {
 *     application: 'fraud',
 *     namespace: `fraud-${name}`,
 *     url: `http://fraud.fraud-${name}.svc.cluster.local:8080`,
 *     proof: VersionProof.http({ path: '/version' }),
 *   });
 * new WeightedRoute(chart, 'fraud', {
 *   parents: [{ name: 'public', namespace: 'gateways' }],
 *   hostnames: ['fraud.acme.example'],
 *   backends: [
 *     { environment: fraud('production'), weight: 90 },
 *     { environment: fraud('canary'), weight: 10 },
 *   ],
 * });
 * ```
 * @public
 */
export class WeightedRoute extends Construct {
  /** The HTTPRoute, for JSON patches. */
  readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: WeightedRouteProps) {
    super(scope, id);
    const at = this.node.path;
    checkProps(props, ['parents', 'hostnames', 'path', 'backends'], `WeightedRoute '${id}'`, at);
    const name = checkObjectName(id, 'HTTPRoute', at);
    const { namespace } = Chart.of(this);
    if (namespace === undefined) {
      throw unusable('a route belongs to a namespace, and its chart has none', at, {
        fix: "new Chart(app, 'routes', { namespace: 'gateways' })",
      });
    }
    const backends = backendsOf(props.backends, namespace, at);
    const spec: HTTPRouteSpec = {
      parentRefs: parentsOf(props.parents, namespace, at),
      ...hostnamesOf(props.hostnames, at),
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: pathOf(props.path ?? '/', at) } }],
          backendRefs: backends,
        },
      ],
    };
    this.apiObject = new ApiObject(this, 'Resource', {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name, namespace, labels: managed },
      spec,
    });
    const elsewhere = new Set(backends.flatMap((backend) => backend.namespace ?? []));
    for (const other of [...elsewhere].sort()) {
      const services = backends.filter((backend) => backend.namespace === other).map((backend) => backend.name);
      new ApiObject(this, `grant-${other}`, {
        apiVersion: 'gateway.networking.k8s.io/v1beta1',
        kind: 'ReferenceGrant',
        metadata: { name: `${namespace}.${name}`, namespace: other, labels: managed },
        spec: {
          from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace }],
          to: [...new Set(services)].sort().map((service) => ({ group: '', kind: 'Service', name: service })),
        },
      });
    }
  }
}

// What the API server fills in is written out: Argo CD would show it as drift for ever.

function parentsOf(parents: readonly RouteParent[], namespace: string, at: string): readonly HTTPRouteParentRef[] {
  checkList(parents, 1, 32, 'parents', at);
  return parents.map((parent) => {
    checkProps(parent, ['name', 'namespace', 'sectionName'], 'a parent of a route', at);
    const { name, namespace: other, sectionName } = parent;
    return {
      group: 'gateway.networking.k8s.io',
      kind: 'Gateway',
      ...(other === undefined || other === namespace ? {} : { namespace: checkObjectName(other, 'Namespace', at) }),
      name: checkObjectName(name, 'Gateway', at),
      ...(sectionName === undefined ? {} : { sectionName: checkObjectName(sectionName, 'listener', at) }),
    };
  });
}

function backendsOf(given: readonly RouteBackend[], namespace: string, at: string): readonly HTTPRouteRuleBackendRef[] {
  checkList(given, 1, 16, 'backends', at);
  const backends = given.map((backend) => {
    checkProps(backend, ['environment', 'weight'], 'a backend of a route', at);
    const { environment, weight } = backend;
    const service = serviceOf(environment);
    if (service === undefined) {
      throw unusable(`the url of environment '${environment.name}' is '${environment.url}'`, at, {
        expected: `http://<service>.${environment.namespace}.svc.cluster.local:<port>`,
      });
    }
    if (!Number.isSafeInteger(weight) || weight < 0 || weight > 1_000_000) {
      throw unusable(`the weight of environment '${environment.name}' is ${show(weight)}`, at, {
        expected: 'a whole number from 0 to 1000000',
      });
    }
    const there = environment.namespace === namespace ? {} : { namespace: environment.namespace };
    return { group: '', kind: 'Service', ...there, ...service, weight };
  });
  const names = backends.map((backend) => `${backend.namespace ?? namespace}/${backend.name}:${backend.port}`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw unusable(`${twice} is a backend twice`, at, { expected: 'one weight for each' });
  if (backends.every(({ weight }) => weight === 0))
    throw unusable('all weights are 0, so that every request is refused', at, { expected: 'a weight above 0' });
  return backends;
}

function hostnamesOf(hostnames: readonly string[] | undefined, at: string): { readonly hostnames?: readonly string[] } {
  if (hostnames === undefined) return {};
  checkList(hostnames, 1, 16, 'hostnames', at);
  const pattern = /^(?:\*\.)?[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
  const odd = hostnames.find(
    (name) => typeof name !== 'string' || name.length > 253 || !pattern.test(name) || /^[\d.]+$/.test(name),
  );
  if (odd === undefined) return { hostnames };
  throw unusable(`a hostname is ${show(odd)}`, at, {
    expected: "lower-case labels, no address: 'fraud.acme.example', '*.acme.example'",
  });
}

function pathOf(path: string, at: string): string {
  const odd = /\/\/|\/\.{1,2}(?:\/|$)|%2f|#/i;
  if (typeof path === 'string' && /^\/[\x21-\x7e]{0,1023}$/.test(path) && !odd.test(path)) return path;
  throw unusable(`the path is ${show(path)}`, at, { expected: "a path from the / on, without // and ..: '/predict'" });
}

function checkList(list: readonly unknown[], least: number, most: number, what: string, at: string): void {
  if (Array.isArray(list) && list.length >= least && list.length <= most) return;
  throw unusable(`the ${what} are ${show(list)}`, at, { expected: `a list of ${least} to ${most}` });
}

function unusable(
  message: string,
  at: string,
  more: { readonly expected?: string; readonly fix?: string },
): PipelineError {
  return new PipelineError({ code: 'MLP3041', message, at, ...more });
}
