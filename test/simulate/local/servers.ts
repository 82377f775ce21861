import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { startHttpServer } from '../../harness/http-server';

const mediaType = 'application/vnd.oci.image.manifest.v1+json';

/** The manifest of a version's image, and its digest. */
function imageOf(version: string): { readonly text: string; readonly digest: string } {
  const empty = { mediaType: 'application/vnd.oci.empty.v1+json', digest: `sha256:${'4'.repeat(64)}`, size: 2 };
  const text = JSON.stringify({ schemaVersion: 2, mediaType, config: empty, layers: [], annotations: { version } });
  return { text, digest: `sha256:${createHash('sha256').update(text).digest('hex')}` };
}

/** What somebody has on a laptop: the application in two places, MLflow, and an image registry. */
export interface Laptop {
  /** As they are given to `--host`. */
  readonly hosts: readonly string[];
  /** Versions whose application answers with 500. */
  readonly bad: Set<string>;
  /** Aliases of the model registry. */
  readonly aliases: Map<string, string>;
  /** A digest for a version of the model. */
  readonly digest: (version: string) => string;
  /** In place of an answer of the application to a request for a prediction. */
  instead: (() => void) | undefined;
  stop(): Promise<void>;
}

/** What is released, and where programs believe that it is. */
export interface Released {
  /** In the registry of images. */
  readonly image: string;
  readonly model: string;
  /** What MLflow asks for. */
  readonly authorization: string | undefined;
  /** Where a version is tested and where it goes then: the Deployment's namespace and name, and the address of its Service. */
  readonly places: readonly [Place, Place];
  readonly mlflow: string;
  readonly registry: string;
}

interface Place {
  readonly namespace: string;
  readonly deployment: string;
  readonly address: string;
}

export const fraud: Released = {
  image: 'acme/fraud',
  model: 'fraud',
  authorization: 'Bearer tracking',
  places: [
    { namespace: 'fraud-staging', deployment: 'fraud', address: 'fraud.fraud-staging.svc.cluster.local:8080' },
    { namespace: 'fraud-production', deployment: 'fraud', address: 'fraud.fraud-production.svc.cluster.local' },
  ],
  mlflow: 'mlflow.mlops.svc.cluster.local:5000',
  registry: 'registry.mlops.svc.cluster.local:5000',
};

/** Starts them; an application runs what its Deployment in the state folder says. */
export async function laptop(state: string, released = fraud): Promise<Laptop> {
  const versions = ['7', '8', '9'];
  const bad = new Set<string>();
  const aliases = new Map<string, string>();
  const tags = new Map<string, Map<string, string>>(versions.map((each) => [each, new Map()]));
  const runs = ({ namespace, deployment }: Place): string | undefined => {
    const text = readFileSync(join(state, 'objects', namespace, 'deployments', `${deployment}.json`), 'utf8');
    return versions.find((each) => text.includes(imageOf(each).digest));
  };
  const application = (place: Place) =>
    startHttpServer((request, response) => {
      const version = runs(place) ?? '0';
      if (request.url === '/version') return response.end(`1.0.${version}`);
      if (self.instead !== undefined) return self.instead();
      answer(response, { prediction: 'Egg', probability: 0.9 }, bad.has(version) ? 500 : 200);
    });
  const [first, second] = released.places;
  const tested = await application(first);
  const promoted = await application(second);
  const mlflow = await startHttpServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://mlflow');
    const body = await bodyOf(request);
    const of = (name: string) => String(body[name] ?? url.searchParams.get(name) ?? '');
    const row = (version: string) => ({
      model_version: {
        name: released.model,
        version,
        status: 'READY',
        tags: [...(tags.get(version) ?? [])].map(([key, value]) => ({ key, value })),
      },
    });
    if (request.headers.authorization !== released.authorization) return answer(response, {}, 401);
    const path = url.pathname.replace('/api/2.0/mlflow', '');
    const version = of('version');
    switch (`${request.method} ${path}`) {
      case 'GET /model-versions/get':
        return tags.has(version) ? answer(response, row(version)) : answer(response, absent, 404);
      case 'POST /model-versions/set-tag':
        tags.get(version)?.set(of('key'), of('value'));
        return answer(response, {});
      case 'DELETE /model-versions/delete-tag':
        tags.get(version)?.delete(of('key'));
        return answer(response, {});
      case 'GET /registered-models/alias': {
        const named = aliases.get(of('alias'));
        return named === undefined ? answer(response, absent, 404) : answer(response, row(named));
      }
      case 'POST /registered-models/alias':
        aliases.set(of('alias'), version);
        return answer(response, {});
      default:
        return answer(response, { error_code: 'ENDPOINT_NOT_FOUND', message: path }, 404);
    }
  });
  const registry = await startHttpServer((request, response) => {
    const reference = request.url?.split(`/v2/${released.image}/manifests/`)[1];
    const image = versions.map(imageOf).find(({ digest }) => digest === reference);
    if (image === undefined) return answer(response, { errors: [{ code: 'MANIFEST_UNKNOWN' }] }, 404);
    return response
      .writeHead(200, { 'content-type': mediaType, 'docker-content-digest': image.digest })
      .end(image.text);
  });
  const servers = { tested, promoted, mlflow, registry };
  const self: Laptop = {
    hosts: [
      `${first.address}=127.0.0.1:${tested.port}`,
      `${second.address}=127.0.0.1:${promoted.port}`,
      `${released.mlflow}=127.0.0.1:${mlflow.port}`,
      `${released.registry}=127.0.0.1:${registry.port}`,
    ],
    bad,
    aliases,
    digest: (version) => imageOf(version).digest,
    instead: undefined,
    async stop() {
      await Promise.all(Object.values(servers).map((server) => server.stop()));
    },
  };
  return self;
}

const absent = { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'not found' };

function answer(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

async function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>);
}
