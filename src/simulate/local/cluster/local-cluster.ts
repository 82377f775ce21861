import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { LocalProblem } from '../problem';
import { type ApiRequest, answerRequest, putObject } from './answer-request';
import { type KubeObject, type Objects, openObjects } from './objects';
import { isObjectName, keyOf, served } from './resources';
import { selfSigned } from './self-signed';

/** The Kubernetes API for programs on this machine. @internal */
export interface LocalCluster {
  readonly port: number;
  /** What a pod finds in the folder of its account. */
  accountFiles(namespace: string): Readonly<Record<string, string>>;
  get(resource: string, namespace: string, name: string): KubeObject | undefined;
  close(): Promise<void>;
}

/**
 * Starts a small API server on loopback, over TLS with a key and a token of its own: enough of Kubernetes for the programs of a
 * release, and nothing that leaves this machine.
 *
 * @param folder where objects are kept from one run to the next
 * @param manifests objects that are there from the start, unless an earlier run left them
 * @param follow a controller that brings the objects up to date before anybody sees them
 * @internal
 */
export async function startLocalCluster(
  folder: string,
  manifests: readonly KubeObject[],
  follow: (objects: Objects) => void = () => undefined,
): Promise<LocalCluster> {
  const objects = openObjects(folder);
  seed(objects, manifests);
  follow(objects);
  const startedAt = new Date().toISOString();
  const token = randomBytes(24).toString('hex');
  const { key, cert } = selfSigned('127.0.0.1');
  const answered = (request: ApiRequest) => {
    follow(objects);
    return answerRequest(objects, request, startedAt);
  };
  const server = createServer({ key, cert }, async (request, response) => {
    try {
      const { status, value } = isAuthorized(request, token)
        ? answered(await apiRequest(request))
        : { status: 401, value: { kind: 'Status', reason: 'Unauthorized', message: 'Unauthorized' } };
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    } catch (problem) {
      const message = problem instanceof Error ? problem.message : String(problem);
      response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ kind: 'Status', message }));
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    accountFiles: (namespace) => ({ token, namespace, 'ca.crt': cert }),
    get: (resource, namespace, name) => objects.get(keyOf(resource, namespace, name)),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** As `kubectl apply` for what is not there yet; what a run wrote is never overwritten. */
function seed(objects: Objects, manifests: readonly KubeObject[]): void {
  for (const object of manifests) {
    const resource = served.find(({ kind, apiVersion }) => kind === object.kind && apiVersion === object.apiVersion);
    if (resource?.kind !== 'ConfigMap' && resource?.kind !== 'Deployment') continue;
    const namespace = String(object.metadata.namespace || 'default');
    const name = String(object.metadata.name);
    const odd = [namespace, name].find((each) => !isObjectName(each));
    if (odd !== undefined)
      throw new LocalProblem(
        `a ${resource.kind} among the paths has the name ${JSON.stringify(odd)}: no object can be called so`,
      );
    // The programs themselves are no state: they are read from the manifests each time.
    if (name.startsWith('program-')) continue;
    if (objects.get(keyOf(resource.resource, namespace, name)) !== undefined) continue;
    putObject(objects, resource, { ...object, metadata: { ...object.metadata, namespace } });
  }
}

const longestBody = 4 * 1024 * 1024;

async function apiRequest(request: IncomingMessage): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    total += chunk.length;
    if (total > longestBody) throw new Error('the request is too long');
    chunks.push(chunk);
  }
  return {
    method: request.method ?? 'GET',
    url: new URL(request.url ?? '/', 'https://127.0.0.1'),
    contentType: request.headers['content-type'] ?? '',
    body: Buffer.concat(chunks).toString(),
  };
}

function isAuthorized({ headers }: IncomingMessage, token: string): boolean {
  const given = Buffer.from(headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
