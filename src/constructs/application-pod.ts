import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { checkIdentity, type Identity } from '../core/container/identity';
import { checkPath } from '../core/container/path';
import { formatProblem } from '../programs/environment-file/format';
import type { Container, PodSpec } from '../schemas/kubernetes/types';
import type { ApplicationProps } from './application';
import { checkProbe } from './application-probe';
import { fixedEnv } from './fixed-env';
import { limitedResources } from './limited-resources';
import type { ServicePort } from './service-of';
import { unusableApplication as unusable } from './unusable-application';
import type { Workload } from './workload';

/** A tag that no registry has: until the digest is put there, pods wait for an image instead of running another one. */
const notDeployed = 'not-deployed';

/** The pods of an application: restricted, limited, probed, and with an image that waits for its digest. @internal */
export function podSpec(props: ApplicationProps, workload: Workload, service: ServicePort, at: string): PodSpec {
  const what = `application '${props.environment.application}'`;
  const identity = checkIdentity(props.user, props.exempt, what);
  const folders = ['/tmp', ...(props.writable ?? []).map((path) => checkPath(path, `a writable folder of ${what}`))];
  const twice = folders.find((path, index) => folders.indexOf(path) !== index);
  if (twice !== undefined)
    throw unusable(`${twice} is writable twice`, at, { expected: 'each folder once, and not /tmp' });
  const container: Container = {
    name: workload.container ?? 'app',
    image: `${imageOf(props, at)}:${notDeployed}`,
    ...fixedEnv(props.env, what, at, unusable),
    ports: [{ name: 'http', containerPort: portOf(props.port ?? service.port, at), protocol: 'TCP' }],
    resources: limitedResources({ requests: props.requests, limits: workload.limits }, what, at),
    ...probesOf(props, at),
    securityContext: securityOf(identity),
    volumeMounts: folders.map((mountPath, index) => ({ name: nameOf(index), mountPath })),
  };
  return {
    serviceAccountName: workload.name,
    automountServiceAccountToken: false,
    securityContext: {
      ...(identity.exempt.runAsRoot === undefined ? { runAsNonRoot: true } : {}),
      runAsUser: identity.user,
      fsGroup: identity.user,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [container],
    volumes: folders.map((_, index) => ({ name: nameOf(index), emptyDir: {} })),
  };
}

function nameOf(index: number): string {
  return index === 0 ? 'tmp' : `writable-${index}`;
}

function imageOf({ image, environment }: ApplicationProps, at: string): string {
  const { deploy, name } = environment;
  const known = deploy?.image;
  if (deploy !== undefined && known === undefined) {
    throw unusable(`the way to deploy to environment '${name}' replaces no image of a manifest`, at, {
      expected: 'Deploy.git with { kustomize: image }, or Deploy.argocdParam with a kustomizeImage',
    });
  }
  if (image !== undefined && known !== undefined && image !== known) {
    throw unusable(`the image is '${image}', but what is deployed to environment '${name}' replaces '${known}'`, at, {
      fix: 'leave image out',
    });
  }
  const given = image ?? known;
  const isName = formatProblem({ kustomize: given }) === undefined && !/:[^/]*$/.test(given ?? ':');
  if (given !== undefined && isName) return given;
  throw unusable(given === undefined ? 'there is no image' : `the image is ${show(given)}`, at, {
    expected: "the name of an image without tag and digest: 'ghcr.io/acme/fraud'",
  });
}

function probesOf(
  { probes, environment }: ApplicationProps,
  at: string,
): Pick<Container, 'readinessProbe' | 'livenessProbe' | 'startupProbe'> {
  const what = `application '${environment.application}'`;
  checkProps(probes, ['readiness', 'liveness'], `the probes of ${what}`, at);
  const readinessProbe = checkProbe(probes.readiness, `the readiness of ${what}`, at);
  const livenessProbe = checkProbe(probes.liveness, `the liveness of ${what}`, at);
  const { periodSeconds = 10 } = livenessProbe;
  const startupProbe = { ...livenessProbe, failureThreshold: Math.ceil(environment.rolloutSeconds / periodSeconds) };
  return { readinessProbe, livenessProbe, startupProbe };
}

function securityOf({ exempt }: Identity): NonNullable<Container['securityContext']> {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    ...(exempt.writableRoot === undefined ? { readOnlyRootFilesystem: true } : {}),
  };
}

function portOf(port: number, at: string): number {
  if (Number.isSafeInteger(port) && port >= 1 && port <= 65_535) return port;
  throw unusable(`the port is ${show(port)}`, at, { expected: 'a whole number from 1 to 65535' });
}
