import { type Call, type Calling, call } from '../http-call';
import type { Answer } from '../http-exchange';
import { jsonOf, unexpectedStatus } from '../json-answer';
import { isRecord, type JsonRecord, listAt, recordAt, textAt, valueAt } from '../json-value';
import { Trouble } from '../trouble';
import { apiPath, type Resource, resourcePath } from './resource-path';
import type { ServiceAccount } from './service-account';

/** What a program asks of the Kubernetes API. @internal */
export interface KubernetesApi {
  /** The pod's own. */
  readonly namespace: string;
  /** The object, or nothing if there is none. */
  get(of: Resource, name: string): Promise<JsonRecord | undefined>;
  /** All objects, page after page. */
  list(of: Resource, selectors?: Selectors): Promise<readonly JsonRecord[]>;
  create(of: Resource, object: JsonRecord): Promise<JsonRecord | 'exists'>;
  /** Compare and set: `conflict` if the object is no longer the version that was read. */
  replace(of: Resource, object: JsonRecord): Promise<JsonRecord | 'conflict' | 'absent'>;
  /** Merges into the object; with a resourceVersion in it a compare and set too. */
  merge(of: Resource, name: string, patch: JsonRecord): Promise<JsonRecord | 'conflict' | 'absent'>;
  /** The kinds that a group serves, or nothing if it is not installed. */
  kinds(apiVersion: string): Promise<readonly string[] | undefined>;
  /** Server-side apply: these fields and no others become ours, whoever had them. With a resourceVersion as `merge`. */
  apply(of: Resource, object: JsonRecord): Promise<JsonRecord | 'conflict' | 'absent'>;
  /** True if there was something to remove; `uid` keeps a new object of the same name. */
  remove(of: Resource, name: string, uid?: string): Promise<boolean>;
}

/**
 * The API server does not know the resource, or whoever serves it is down.
 *
 * @internal
 */
export class NotServed extends Trouble {
  override readonly name = 'NotServed';
  /** Not installed, rather than down. */
  readonly unknown: boolean;

  constructor(message: string, unknown: boolean) {
    super(message);
    this.unknown = unknown;
  }
}

/** @internal */
export interface Selectors {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

const pageSize = 500;
const mostPages = 200;

/** The API server, spoken to as the pod's account. @internal */
export function kubernetesApi(account: ServiceAccount, calling: Calling): KubernetesApi {
  const { session } = calling;
  const ask = async (path: string, query: string, request: Omit<Call, 'url'> = {}): Promise<Answer> => {
    const token = account.token();
    session.hide(token);
    const url = new URL(`${account.server.origin}${path}${query}`);
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json', ...request.headers };
    const answer = await call({ maxBytes: 32 * 1024 * 1024, ...request, url, headers, ca: account.ca }, calling);
    const what = `the API server, asked to ${request.method ?? 'GET'} ${path},`;
    if (answer.status === 403)
      throw new Trouble(`${what} refused: ${messageOf(answer)}; the Role of this step's account lacks that rule`);
    if (answer.status === 401) throw new Trouble(`${what} does not accept the token of this step's account`);
    return answer;
  };
  const messageOf = (answer: Answer): string => {
    const said = valueAt(parsed(answer.body), 'message');
    return session.show(typeof said === 'string' ? said : answer.body.toString(), 300);
  };
  const objectOf = (answer: Answer, path: string): JsonRecord => {
    const object = jsonOf(answer, `the API server, asked for ${path},`, session);
    textAt(object, 'metadata', 'name');
    return recordAt(object);
  };
  const body = (object: JsonRecord, type = 'application/json'): Pick<Call, 'body' | 'headers'> => ({
    body: Buffer.from(JSON.stringify(object)),
    headers: { 'content-type': type },
  });
  const unexpected = (answer: Answer, path: string): Trouble =>
    unexpectedStatus(answer, `the API server, asked for ${path},`, session);
  const changed = (answer: Answer, path: string): JsonRecord | 'conflict' | 'absent' => {
    if (answer.status === 404) return 'absent';
    if (answer.status === 409) return 'conflict';
    if (answer.status === 200 || answer.status === 201) return objectOf(answer, path);
    throw unexpected(answer, path);
  };

  return {
    namespace: account.namespace,
    async get(of, name) {
      const path = resourcePath(of, name);
      const answer = await ask(path, '');
      if (answer.status === 404 && isMissingObject(answer)) return undefined;
      if (answer.status !== 200) throw unexpected(answer, path);
      return objectOf(answer, path);
    },
    async list(of, selectors = {}) {
      const path = resourcePath(of);
      const found: JsonRecord[] = [];
      let next = '';
      for (let page = 1; page <= mostPages; page += 1) {
        const query = new URLSearchParams({
          ...selectors,
          limit: String(pageSize),
          ...(next === '' ? {} : { continue: next }),
        });
        const answer = await ask(path, `?${query}`);
        if (answer.status === 404 || answer.status === 503)
          throw new NotServed(unexpected(answer, path).message, answer.status === 404);
        if (answer.status !== 200) throw unexpected(answer, path);
        const list = jsonOf(answer, `the API server, asked for ${path},`, session);
        for (const item of listAt(list, 'items')) if (isRecord(item)) found.push(item);
        const more = valueAt(list, 'metadata', 'continue');
        if (typeof more !== 'string' || more === '') return found;
        next = more;
      }
      throw new Trouble(`the API server has more than ${pageSize * mostPages} objects at ${path}`);
    },
    async create(of, object) {
      const path = resourcePath(of);
      const answer = await ask(path, '', { method: 'POST', ...body(object) });
      if (answer.status === 409) return 'exists';
      if (answer.status !== 201) throw unexpected(answer, path);
      return objectOf(answer, path);
    },
    async replace(of, object) {
      const path = resourcePath(of, textAt(object, 'metadata', 'name'));
      // With the version that was read a repeated request finds its own change and is told of a conflict.
      textAt(object, 'metadata', 'resourceVersion');
      return changed(await ask(path, '', { method: 'PUT', ...body(object) }), path);
    },
    async merge(of, name, patch) {
      const path = resourcePath(of, name);
      const request = { method: 'PATCH', repeatable: true, ...body(patch, 'application/merge-patch+json') } as const;
      return changed(await ask(path, '', request), path);
    },
    async kinds(apiVersion) {
      const path = apiPath(apiVersion);
      const answer = await ask(path, '');
      if (answer.status === 404) return undefined;
      if (answer.status !== 200) throw unexpected(answer, path);
      const resources = listAt(jsonOf(answer, `the API server, asked for ${path},`, session), 'resources');
      return resources.map((resource) => textAt(resource, 'kind'));
    },
    async apply(of, object) {
      const path = resourcePath(of, textAt(object, 'metadata', 'name'));
      const request = { method: 'PATCH', repeatable: true, ...body(object, 'application/apply-patch+yaml') } as const;
      return changed(await ask(path, '?fieldManager=cdk8s-mlops&force=true', request), path);
    },
    async remove(of, name, uid) {
      const path = resourcePath(of, name);
      const options = {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        // Of a Job the API server would leave the pods behind, for old clients' sake.
        propagationPolicy: 'Background',
        ...(uid === undefined ? {} : { preconditions: { uid } }),
      };
      const answer = await ask(path, '', { method: 'DELETE', ...body(options) });
      // Conflict: what has the name now is not what was to be removed.
      if (answer.status === 404 || (uid !== undefined && answer.status === 409)) return false;
      if (answer.status !== 200 && answer.status !== 202) throw unexpected(answer, path);
      return true;
    },
  };
}

/** An API that is not installed answers 404 too, but not about an object. */
function isMissingObject({ body }: Answer): boolean {
  return valueAt(parsed(body), 'reason') === 'NotFound' && valueAt(parsed(body), 'details', 'name') !== undefined;
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
