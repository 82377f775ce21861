import type { Calling } from '../http-call';
import { Trouble } from '../trouble';
import { hasBlob } from './blob';
import type { Descriptor } from './manifest';
import { Denied, type Registry } from './registry';
import { empty, openUpload, sendBlob, uploadsOf } from './upload-blob';

/** How a blob got to where it is now. @internal */
export type BlobCopy = 'there' | 'mounted' | 'copied';

const attempts = 4;

/**
 * Brings a blob into another repository: not at all if it is there, by a mount within a registry, else piece by piece without
 * ever being in memory as a whole. It is committed only when its bytes were found to have its digest.
 *
 * @internal
 */
export async function copyBlob(
  source: Registry,
  target: Registry,
  blob: Descriptor,
  calling: Calling,
): Promise<BlobCopy> {
  const { deadline, session } = calling;
  let last = '';
  for (let attempt = 1; attempt <= attempts && !deadline.expired(); attempt += 1) {
    try {
      if (await hasBlob(target, blob, session)) return 'there';
      const upload = await beginUpload(source, target, blob, session);
      if (upload === 'mounted') return 'mounted';
      const trouble = await send(source, target, blob, upload, calling);
      if (trouble === undefined) return 'copied';
      // What the deadline cuts off says less than what was seen before it.
      if (!deadline.expired() || last === '') last = trouble;
    } catch (problem) {
      if (!deadline.expired() || last === '') throw problem;
    }
    session.log(`blob ${blob.digest}: ${last}, trying again`);
    await deadline.sleep(500 * 2 ** attempt * (0.5 + Math.random()));
  }
  throw new Trouble(`blob ${blob.digest} could not be copied: ${last || 'the deadline passed'}`);
}

/** The address to send the bytes to, unless the registry takes the blob from its other repository. */
async function beginUpload(
  source: Registry,
  target: Registry,
  blob: Descriptor,
  session: Calling['session'],
): Promise<URL | 'mounted'> {
  const { host, path } = target.repository;
  const mountable = source.repository.host === host && source.repository.path !== path;
  if (mountable && (await isMounted(source, target, blob))) return 'mounted';
  return openUpload(target, session);
}

async function isMounted(source: Registry, target: Registry, { digest }: Descriptor): Promise<boolean> {
  const from = source.repository.path;
  const to = `/blobs/uploads/?${new URLSearchParams({ mount: digest, from })}`;
  try {
    const answer = await target.ask({ to, method: 'POST', headers: empty, push: true, from });
    // Not mounted: the upload that was begun instead is not used, since its token would be another one.
    if (answer.status === 202)
      await target.ask({ to: target.locate(answer.location, uploadsOf(target)), method: 'DELETE', push: true, from });
    return answer.status === 201;
  } catch (problem) {
    // Who may write here need not be one who may read there; what reads there can still send it.
    if (problem instanceof Denied) return false;
    throw problem;
  }
}

/** Text says what went wrong, where it is worth another attempt. */
async function send(
  source: Registry,
  target: Registry,
  blob: Descriptor,
  upload: URL,
  { session }: Calling,
): Promise<string | undefined> {
  const from = await source.open(`/blobs/${blob.digest}`);
  if (from.kind !== 'download') return from.detail;
  if (from.status !== 200) {
    from.body.destroy();
    return `registry ${source.repository.host} answered ${from.status}`;
  }
  const sent = await sendBlob(target, upload, from.body, blob, session);
  return 'trouble' in sent ? sent.trouble : undefined;
}
