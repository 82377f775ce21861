import { Readable } from 'node:stream';
import type { Calling } from '../http-call';
import { mlflowApi } from '../mlflow/api';
import { listedSize } from '../mlflow/listed-size';
import { type ModelFile, openModelFile } from '../mlflow/model-file';
import type { TrackingServer } from '../mlflow/tracking-server';
import type { Descriptor } from '../oci/manifest';
import type { Registry } from '../oci/registry';
import { openUpload, sendBlob } from '../oci/upload-blob';
import { Trouble } from '../trouble';
import type { Configuration } from './configuration';
import { type TarEntry, tarOf, tarSize } from './tar';

const attempts = 4;

/**
 * Sends the files as one layer: from the tracking server through this process to the registry, never in memory as a whole.
 *
 * @returns the layer, or nothing if there are no files
 * @internal
 */
export async function sendLayer(
  image: Registry,
  configuration: Configuration,
  calling: Calling,
): Promise<Omit<Descriptor, 'mediaType'> | undefined> {
  const { deadline, session } = calling;
  let last = '';
  for (let attempt = 1; attempt <= attempts && !deadline.expired(); attempt += 1) {
    const entries = await open(configuration, calling);
    if (typeof entries !== 'string') {
      if (entries.length === 0) return undefined;
      const size = tarSize(entries.map((entry) => entry.size));
      session.log(`layer of ${entries.map(({ path }) => path).join(', ')}: ${size} bytes`);
      const upload = await openUpload(image, session);
      const sent = await sendBlob(image, upload, Readable.from(tarOf(entries)), { size }, session);
      if (!('trouble' in sent)) return sent;
      last = sent.trouble;
    } else last = entries;
    session.log(`the layer: ${last}, trying again`);
    await deadline.sleep(500 * 2 ** attempt * (0.5 + Math.random()));
  }
  throw new Trouble(`the layer could not be sent: ${last || 'the deadline passed'}`);
}

/** The files in the order of their paths; text says what went wrong, where it is worth another attempt. */
async function open(configuration: Configuration, calling: Calling): Promise<readonly TarEntry[] | string> {
  const { server, model, modelVersion, files = {}, versionFile, version } = configuration;
  const entries: TarEntry[] = [];
  if (versionFile !== undefined) {
    const text = Buffer.from(`${version}\n`);
    entries.push({ path: versionFile.slice(1), size: text.length, body: Readable.from([text]) });
  }
  if (modelVersion === '0') return entries;
  const opened: ModelFile[] = [];
  for (const [path, target] of Object.entries(files)) {
    const file = await wholeFile(server, { model, version: modelVersion, path }, calling);
    if (typeof file === 'string') {
      for (const { body } of opened) body.destroy();
      return file;
    }
    opened.push(file);
    entries.push({ path: target.slice(1), size: file.size, body: exactly(file, path) });
  }
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The file, if as much of it is offered as MLflow lists: half a model may load, and answers. */
async function wholeFile(
  server: TrackingServer,
  which: { readonly model: string; readonly version: string; readonly path: string },
  calling: Calling,
): Promise<ModelFile | string> {
  const listed = await listedSize(mlflowApi(server, calling), which);
  const file = await openModelFile(server, which, calling);
  if (typeof file === 'string' || listed === undefined || listed === file.size) return file;
  file.body.destroy();
  return `MLflow offered ${file.size} bytes of ${which.path} and lists ${listed}`;
}

/** The file's bytes, if there are as many as were announced: what is shorter would be another archive. */
async function* exactly({ body, size }: ModelFile, path: string): AsyncGenerator<Buffer> {
  let seen = 0;
  for await (const chunk of body) {
    seen += (chunk as Buffer).length;
    yield chunk as Buffer;
  }
  if (seen !== size) throw new Trouble(`${path} ended after ${seen} of ${size} bytes`);
}
