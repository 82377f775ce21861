import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { isMap } from '../yaml/is-map';
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
  PersistentVolumeClaim: -5,
  EventBus: 5,
  EventSource: 5,
  Sensor: 5,
  EventListener: 5,
  CronJob: 10,
  CronWorkflow: 10,
  InferenceService: 15,
};

/**
 * The sync wave of every object: by its kind, and after everything that it depends on.
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
  return waves;
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
