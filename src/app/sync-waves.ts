import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { isMap } from '../yaml/is-map';
import { claimsUsedAtOnce } from './claim-users';
import type { DependencyEdges } from './dependency-order';
import type { Manifest } from './manifest-of';

const ANNOTATION = 'argocd.argoproj.io/sync-wave';

/** What others stand on comes first, what starts runs comes last. Everything else is in wave 0, Argo CD's default. */
const WAVES: Readonly<Record<string, number>> = {
  Namespace: -10,
  CustomResourceDefinition: -10,
  ServiceAccount: -10,
  Role: -10,
  RoleBinding: -10,
  ClusterRole: -10,
  ClusterRoleBinding: -10,
  ConfigMap: -5,
  Secret: -5,
  EventBus: 5,
  EventSource: 5,
  Sensor: 5,
  EventListener: 5,
  CronJob: 10,
  CronWorkflow: 10,
  InferenceService: 15,
};

/**
 * The sync wave of every object: by its kind, and after everything that it depends on; that of a claim by who uses it.
 *
 * @param order the whole tree, dependencies first
 * @internal
 */
export function syncWaves(order: readonly IConstruct[], edges: DependencyEdges): ReadonlyMap<IConstruct, number> {
  const waves = new Map<IConstruct, number>();
  const latest = new Map<object, number>();
  const lastOf = (targets: Iterable<IConstruct>): number => {
    let last = Number.NEGATIVE_INFINITY;
    for (const target of targets) if (ApiObject.isApiObject(target)) last = Math.max(last, waves.get(target) ?? 0);
    return last;
  };
  for (const object of order) {
    if (!ApiObject.isApiObject(object)) continue;
    let wave = WAVES[object.kind] ?? 0;
    for (const target of edges.get(object) ?? []) {
      const last = latest.get(target) ?? lastOf('objects' in target ? target.objects : [target]);
      latest.set(target, last);
      wave = Math.max(wave, last + 1);
    }
    waves.set(object, ownWave(object) ?? wave);
  }
  for (const [claim, wave] of wavesOfClaims(waves, edges)) waves.set(claim, wave);
  return waves;
}

/**
 * Many claims are bound only when a pod wants them, and Argo CD waits in each wave but the last until all of it is bound.
 * So a claim is applied with the first object whose pods use it at once; one that only runs use, last of all; one that an
 * object is told to come after stays before it.
 *
 * @see https://github.com/argoproj/argo-cd/issues/12840
 */
function wavesOfClaims(waves: ReadonlyMap<IConstruct, number>, edges: DependencyEdges): ReadonlyMap<ApiObject, number> {
  const objects = [...waves.keys()].filter((construct) => ApiObject.isApiObject(construct));
  const awaited = new Set([...edges.values()].flat());
  const claims = objects.filter(
    (object) => object.kind === 'PersistentVolumeClaim' && ownWave(object) === undefined && !awaited.has(object),
  );
  if (claims.length === 0) return new Map();
  const first = new Map<string, number>();
  for (const object of objects)
    for (const claim of claimsUsedAtOnce(object)) {
      const key = `${object.metadata.namespace}/${claim}`;
      first.set(key, Math.min(first.get(key) ?? Number.POSITIVE_INFINITY, waves.get(object) ?? 0));
    }
  const last = Math.max(...waves.values());
  return new Map(
    claims.map((claim) => {
      const used = first.get(`${claim.metadata.namespace}/${claim.name}`) ?? last;
      return [claim, edges.has(claim) ? Math.max(used, waves.get(claim) ?? 0) : used];
    }),
  );
}

/** The wave that the definition itself gives: what depends on the object has to come after that one. */
function ownWave({ metadata }: ApiObject): number | undefined {
  const annotations: unknown = Reflect.get(metadata, 'annotations');
  const wave: unknown = isMap(annotations) ? annotations[ANNOTATION] : undefined;
  return typeof wave === 'string' && /^-?\d+$/.test(wave) ? Number(wave) : undefined;
}

/**
 * The manifest with its sync wave, unless it has one of its own.
 *
 * @internal
 */
export function withSyncWave(manifest: Manifest, wave: number | undefined): Manifest {
  const annotations = manifest.metadata.annotations ?? {};
  if (wave === undefined || wave === 0 || Object.hasOwn(annotations, ANNOTATION)) return manifest;
  const metadata = { ...manifest.metadata, annotations: { ...annotations, [ANNOTATION]: String(wave) } };
  return { ...manifest, metadata };
}
