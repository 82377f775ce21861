import type { ApiObject } from 'cdk8s';
import { type PlainObject, plainBody } from '../yaml/plain-body';

/**
 * A finished Kubernetes object.
 *
 * @internal
 */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ManifestMetadata;
  readonly [field: string]: unknown;
}

/** @internal */
export interface ManifestMetadata {
  readonly name?: string;
  readonly generateName?: string;
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/**
 * The finished manifest of an API object.
 *
 * Objects that say so hand over plain data; all others take cdk8s's way (resolvers, lazy values, JSON patches), with
 * the keys left in the order they were given in. An object with `generateName` only gets no name besides.
 *
 * @internal
 */
export function manifestOf(object: ApiObject): Manifest {
  const manifest = plainManifest(object) ?? inGivenOrder(() => object.toJson() as Manifest);
  const { metadata } = manifest;
  if (metadata?.generateName === undefined || metadata.name !== object.name || isNamed(object)) return manifest;
  const { name: _, ...unnamed } = metadata;
  return { ...manifest, metadata: unnamed };
}

function plainManifest(object: ApiObject): Manifest | undefined {
  const body = (object as ApiObject & Partial<PlainObject>)[plainBody];
  if (body === undefined || hasPatches(object)) return undefined;
  const fields = body.call(object);
  if (fields === undefined) return undefined;
  const { apiVersion, kind } = object;
  return { apiVersion, kind, metadata: object.metadata.toJson() as ManifestMetadata, ...fields };
}

/** cdk8s sorts the keys of maps unless told otherwise, and can be told by this variable only. */
function inGivenOrder<T>(read: () => T): T {
  const before = process.env.CDK8S_DISABLE_SORT;
  process.env.CDK8S_DISABLE_SORT = '1';
  try {
    return read();
  } finally {
    if (before === undefined) delete process.env.CDK8S_DISABLE_SORT;
    else process.env.CDK8S_DISABLE_SORT = before;
  }
}

function hasPatches(object: ApiObject): boolean {
  const patches: unknown = Reflect.get(object, 'patches');
  return Array.isArray(patches) && patches.length > 0;
}

/** Whether the definition names the object itself: cdk8s fills in a name wherever there is none. */
function isNamed(object: ApiObject): boolean {
  const props: unknown = Reflect.get(object, 'props');
  const metadata: unknown = isObject(props) ? props.metadata : undefined;
  return isObject(metadata) && metadata.name !== undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
