import { isMap } from '../../../yaml/is-map';
import { isSelected } from './label-selector';
import { mergePatch } from './merge-patch';
import type { KubeObject, Objects } from './objects';
import { isObjectName, keyOf, type ServedResource, served } from './resources';
import { podsOf, replicaSetOf, settled } from './rolled-out';

/** What a program asks. @internal */
export interface ApiRequest {
  readonly method: string;
  readonly url: URL;
  readonly contentType: string;
  readonly body: string;
}

/** @internal */
export interface ApiAnswer {
  readonly status: number;
  readonly value: unknown;
}

/**
 * Answers as the API server does: get, list by labels, create, replace, merge patches and server-side apply, each with compare
 * and set by resourceVersion. A Deployment is rolled out as soon as it is written.
 *
 * @param startedAt when pods say that they started
 * @internal
 */
export function answerRequest(objects: Objects, request: ApiRequest, startedAt: string): ApiAnswer {
  const { pathname, searchParams } = request.url;
  const asked = askedFor(pathname);
  if (asked === undefined) return discovery(pathname) ?? status(404, 'NotFound', 'this API is not served here');
  const { resource, namespace, name } = asked;
  const found = (each: string): KubeObject | undefined => live(objects, resource, namespace, startedAt).get(each);
  if (name === undefined) {
    if (request.method === 'POST') return created(objects, asked, request.body);
    if (request.method !== 'GET') return notAllowed(request.method);
    const items = [...live(objects, resource, namespace, startedAt).values()];
    const selector = searchParams.get('labelSelector') ?? '';
    const { apiVersion, kind } = resource;
    return {
      status: 200,
      value: {
        apiVersion,
        kind: `${kind}List`,
        metadata: {},
        items: items.filter((each) => isSelected(each, selector)),
      },
    };
  }
  const object = found(name);
  if (object === undefined) return missing(resource.resource, name);
  if (request.method === 'GET') return { status: 200, value: object };
  if (isDerived(resource)) return notAllowed(request.method);
  const given = parsed(request.body);
  if (given === undefined) return status(400, 'BadRequest', 'the body is no object');
  const expected = isMap(given.metadata) ? given.metadata.resourceVersion : undefined;
  if (expected !== undefined && expected !== object.metadata.resourceVersion)
    return status(409, 'Conflict', 'the object has been modified');
  if (request.method === 'PUT') {
    if (expected === undefined)
      return status(422, 'Invalid', 'metadata.resourceVersion must be specified for an update');
    return stored(objects, asked, name, given);
  }
  if (request.method !== 'PATCH') return notAllowed(request.method);
  const applied = request.contentType.startsWith('application/apply-patch');
  return stored(objects, asked, name, mergePatch(object, given, applied) as KubeObject);
}

interface Asked {
  readonly resource: ServedResource;
  readonly namespace: string;
  readonly name: string | undefined;
}

function askedFor(path: string): Asked | undefined {
  const [, version = '', namespace = '', plural = '', name] =
    /^\/(api\/v1|apis\/[^/]+\/[^/]+)\/namespaces\/([^/]+)\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
  const apiVersion = version.replace(/^apis?\//, '');
  const resource = served.find((each) => each.apiVersion === apiVersion && each.resource === plural);
  return resource && { resource, namespace, name };
}

function discovery(path: string): ApiAnswer | undefined {
  const apiVersion = /^\/(?:api|apis)\/(.+)$/.exec(path)?.[1];
  const resources = served.filter((each) => each.apiVersion === apiVersion);
  if (resources.length === 0) return undefined;
  const listed = resources.map(({ kind, resource }) => ({ kind, name: resource, namespaced: true }));
  return { status: 200, value: { kind: 'APIResourceList', groupVersion: apiVersion, resources: listed } };
}

/** ReplicaSets and pods are what their Deployments say, at any time. */
function isDerived({ kind }: ServedResource): boolean {
  return kind === 'ReplicaSet' || kind === 'Pod';
}

function live(
  objects: Objects,
  resource: ServedResource,
  namespace: string,
  startedAt: string,
): ReadonlyMap<string, KubeObject> {
  const of = isDerived(resource) ? 'deployments' : resource.resource;
  const kept = objects.keys(keyOf(of, namespace, '')).flatMap((key) => objects.get(key) ?? []);
  const all =
    resource.kind === 'ReplicaSet'
      ? kept.map(replicaSetOf)
      : resource.kind === 'Pod'
        ? kept.flatMap((each) => podsOf(each, startedAt))
        : kept;
  return new Map(all.map((each) => [String(each.metadata.name), each]));
}

function created(objects: Objects, { resource, namespace }: Asked, body: string): ApiAnswer {
  const given = parsed(body);
  const name = given?.metadata.name;
  if (given === undefined || typeof name !== 'string' || !isObjectName(name))
    return status(422, 'Invalid', 'the object has no valid name');
  if (isDerived(resource)) return notAllowed('POST');
  if (objects.get(keyOf(resource.resource, namespace, name)) !== undefined)
    return status(409, 'AlreadyExists', `${resource.resource} "${name}" already exists`);
  return { ...stored(objects, { resource, namespace, name }, name, given), status: 201 };
}

function stored(objects: Objects, { resource, namespace }: Asked, name: string, object: KubeObject): ApiAnswer {
  const value = putObject(objects, resource, { ...object, metadata: { ...object.metadata, namespace, name } });
  return { status: 200, value };
}

/** Stores an object as the controllers of a cluster would leave it. @internal */
export function putObject(
  objects: Objects,
  { resource, kind, apiVersion }: ServedResource,
  object: KubeObject,
): KubeObject {
  const key = keyOf(resource, String(object.metadata.namespace), String(object.metadata.name));
  const typed = { ...object, apiVersion, kind };
  return objects.put(key, kind === 'Deployment' ? settled(typed, objects.get(key)) : typed);
}

function parsed(body: string): KubeObject | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isMap(value)
      ? ({ ...value, metadata: isMap(value.metadata) ? value.metadata : {} } as KubeObject)
      : undefined;
  } catch {
    return undefined;
  }
}

function missing(resource: string, name: string): ApiAnswer {
  return status(404, 'NotFound', `${resource} "${name}" not found`, { name, kind: resource });
}

function notAllowed(method: string): ApiAnswer {
  return status(405, 'MethodNotAllowed', `${method} is not served here`);
}

function status(code: number, reason: string, message: string, details?: object): ApiAnswer {
  const value = {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code,
    reason,
    message,
    ...(details && { details }),
  };
  return { status: code, value };
}
