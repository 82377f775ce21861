import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonRecord } from '../../../src/programs/json-value';
import { selfSigned } from '../../../src/simulate/local/cluster/self-signed';
import { json, type Reply, type Request } from '../candidate';

export const token = 'token-of-this-pod-c29tZXRoaW5n';

/** An API server that knows the objects it is given, and answers some paths in its own way. */
export interface FakeApi {
  /** What tells a program in a pod where the API server is. */
  readonly environment: Readonly<Record<string, string>>;
  readonly requests: readonly Request[];
  readonly objects: Map<string, JsonRecord>;
  /** Answers what begins with a path instead; the count is how often that was asked before. */
  on(path: string, reply: Reply): void;
  close(): Promise<void>;
}

/**
 * Starts one on loopback, over TLS as in a cluster: get, list by labels, merge patches and server-side apply, with compare and
 * set by resourceVersion.
 *
 * @param objects by their path, such as `/apis/apps/v1/namespaces/staging/deployments/fraud`
 */
export async function fakeApi(objects: Readonly<Record<string, JsonRecord>>): Promise<FakeApi> {
  const { key, cert } = selfSigned('127.0.0.1');
  const stored = new Map(Object.entries(objects).map(([path, object]) => [path, versioned(object, 1)]));
  const requests: Request[] = [];
  const replies: { path: string; reply: Reply; count: number }[] = [];
  const server: Server = createServer({ key, cert }, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const path = request.url ?? '';
    const body = Buffer.concat(chunks);
    requests.push({ path, method: request.method ?? '', headers: request.headers, body });
    response.on('error', () => undefined);
    const own = replies.findLast((each) => path.startsWith(each.path));
    if (own === undefined) answer(stored, request, body)(response, 0, request, body);
    else own.reply(response, own.count++, request, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const folder = mkdtempSync(join(tmpdir(), 'account-'));
  for (const [file, text] of Object.entries({ token, namespace: 'mlops', 'ca.crt': cert }))
    writeFileSync(join(folder, file), text);
  return {
    environment: {
      KUBERNETES_SERVICE_HOST: '127.0.0.1',
      KUBERNETES_SERVICE_PORT: String(port),
      SERVICE_ACCOUNT_DIR: folder,
    },
    requests,
    objects: stored,
    on: (path, reply) => replies.push({ path, reply, count: 0 }),
    close: async () => {
      rmSync(folder, { recursive: true, force: true });
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(stored: Map<string, JsonRecord>, request: IncomingMessage, body: Buffer): Reply {
  const url = new URL(request.url ?? '', 'https://api');
  const object = stored.get(url.pathname);
  const name = url.pathname.split('/').at(-1) ?? '';
  const missing = { kind: 'Status', reason: 'NotFound', message: `"${name}" not found`, details: { name } };
  if (request.method === 'GET' && object !== undefined) return json(object);
  if (request.method === 'GET' && isCollection(url.pathname)) {
    const labels = (url.searchParams.get('labelSelector') ?? '').split(',').map((each) => each.split('='));
    const items = [...stored].flatMap(([path, each]) =>
      path.startsWith(`${url.pathname}/`) && labels.every(([key = '', value]) => labelOf(each, key) === value)
        ? [each]
        : [],
    );
    return json({ metadata: {}, items });
  }
  if (object === undefined) return json(missing, { status: 404 });
  const patch = JSON.parse(body.toString()) as { metadata?: { resourceVersion?: string } };
  const { resourceVersion } = (object.metadata ?? {}) as { resourceVersion?: string };
  if (patch.metadata?.resourceVersion !== undefined && patch.metadata.resourceVersion !== resourceVersion)
    return json({ kind: 'Status', reason: 'Conflict', message: 'the object has been modified' }, { status: 409 });
  const keyed = request.headers['content-type'] === 'application/apply-patch+yaml';
  const changed = versioned(merged(object, patch, keyed) as JsonRecord, Number(resourceVersion) + 1);
  stored.set(url.pathname, changed);
  return json(changed);
}

function isCollection(path: string): boolean {
  return path.split('/').length % 2 === (path.startsWith('/apis') ? 1 : 0) || path.includes('metrics.k8s.io');
}

function labelOf(object: JsonRecord, key: string): unknown {
  return (object.metadata as { labels?: Record<string, unknown> } | undefined)?.labels?.[key];
}

function versioned(object: JsonRecord, version: number): JsonRecord {
  return { ...object, metadata: { ...(object.metadata as object), resourceVersion: String(version) } };
}

/** A merge patch; with `keyed`, lists are merged by name as server-side apply does. */
function merged(old: unknown, patch: unknown, keyed: boolean): unknown {
  if (Array.isArray(patch) && Array.isArray(old) && keyed) {
    const named = (list: readonly unknown[], name: unknown) => list.find((each) => (each as JsonRecord).name === name);
    const names = [...old, ...patch].map((each) => (each as JsonRecord).name);
    return [...new Set(names)].map((name) => merged(named(old, name), named(patch, name), keyed));
  }
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch === undefined ? old : patch;
  const base = typeof old === 'object' && old !== null && !Array.isArray(old) ? (old as JsonRecord) : {};
  return Object.fromEntries(
    [...new Set([...Object.keys(base), ...Object.keys(patch)])].map((key) => [
      key,
      merged(base[key], (patch as JsonRecord)[key], keyed),
    ]),
  );
}
