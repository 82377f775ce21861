import { ApiObject } from 'cdk8s';
import { isPlainData } from './plain-data';

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
 * An object that is plain data goes as it is. Everything else takes cdk8s's way (resolvers, lazy values, JSON patches),
 * with the keys left in the order they were given in. An object with `generateName` only gets no name besides.
 *
 * @param resolved whether the app has resolvers of the user, which may replace any value
 * @internal
 */
export function manifestOf(object: ApiObject, resolved: boolean): Manifest {
  const manifest = plainManifest(object, resolved) ?? inGivenOrder(() => object.toJson() as Manifest);
  const { metadata } = manifest;
  if (metadata?.generateName === undefined || metadata.name !== object.name || isNamed(object)) return manifest;
  const { name: _, ...unnamed } = metadata;
  return { ...manifest, metadata: unnamed };
}

function plainManifest(object: ApiObject, resolved: boolean): Manifest | undefined {
  if (resolved || hasPatches(object)) return undefined;
  const fields = plainFields(object);
  if (fields === undefined) return undefined;
  const { apiVersion, kind } = object;
  return { ...fields, apiVersion, kind, metadata: object.metadata.toJson() as ManifestMetadata };
}

function plainFields(object: ApiObject): Readonly<Record<string, unknown>> | undefined {
  // A class that prints itself in its own way, as those made by `cdk8s import`, has to be asked.
  if (object.toJson !== ApiObject.prototype.toJson) return undefined;
  const props = propsOf(object);
  if (props === undefined || !isPlainData({ ...props, metadata: undefined })) return undefined;
  return props;
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
  return !Array.isArray(patches) || patches.length > 0;
}

/** Whether the definition names the object itself: cdk8s fills in a name wherever there is none. */
function isNamed(object: ApiObject): boolean {
  const metadata = propsOf(object)?.metadata;
  return typeof metadata === 'object' && metadata !== null && Reflect.get(metadata, 'name') !== undefined;
}

/** What the object was made with; cdk8s keeps it to itself. */
function propsOf(object: ApiObject): Readonly<Record<string, unknown>> | undefined {
  const props: unknown = Reflect.get(object, 'props');
  return typeof props === 'object' && props !== null ? (props as Readonly<Record<string, unknown>>) : undefined;
}
