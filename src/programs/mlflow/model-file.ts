import type { Readable } from 'node:stream';
import { below } from '../base-url';
import type { Calling } from '../http-call';
import { download } from '../http-download';
import { Trouble } from '../trouble';
import type { TrackingServer } from './tracking-server';

/** A file of a model, of which nothing was read yet. @internal */
export interface ModelFile {
  readonly size: number;
  readonly body: Readable;
}

// A server that has the file elsewhere fetches all of it before it answers.
const timeout = 600_000;

/**
 * Begins to read a file of a model version through the tracking server, wherever that has it.
 *
 * @returns text for what is worth another attempt
 * @throws Trouble for what is not
 * @internal
 */
export async function openModelFile(
  server: TrackingServer,
  { model, version, path }: { readonly model: string; readonly version: string; readonly path: string },
  { deadline, session }: Calling,
): Promise<ModelFile | string> {
  const query = new URLSearchParams({ name: model, version, path });
  const url = below(server.url, `/model-versions/get-artifact?${query}`);
  const what = `MLflow at ${server.url.origin}, asked for ${path} of version ${version},`;
  const answer = await download({ url, headers: server.headers, timeout: Math.min(timeout, deadline.remaining()) });
  if (answer.kind !== 'download') return `${what}: ${answer.detail}`;
  const { status, headers, body } = answer;
  const size = Number(headers['content-length'] ?? Number.NaN);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (status === 200 && Number.isSafeInteger(size) && encoding === 'identity') return { size, body };
  const said = session.show(await beginning(body), 200);
  if (status === 200) throw new Trouble(`${what} does not say how long it is`);
  const why = `${what} answered ${status}${said === '' ? '' : `: ${said}`}`;
  if ([429, 500, 502, 503, 504].includes(status)) return why;
  throw new Trouble(why);
}

async function beginning(body: Readable): Promise<string> {
  let text = '';
  try {
    for await (const chunk of body) {
      text += String(chunk);
      if (text.length > 1000) break;
    }
  } catch {
    // What was said so far.
  }
  body.destroy();
  return text;
}
