import { Readable } from 'node:stream';
import type { Calling } from '../http-call';
import { unexpectedStatus } from '../json-answer';
import { Trouble } from '../trouble';
import { hasBlob } from './blob';
import { type Descriptor, digestOf } from './manifest';
import { type Expected, provingStream } from './proving-stream';
import type { Registry } from './registry';

/** Of a request without a body, which some registries want to be told. @internal */
export const empty: Readonly<Record<string, string>> = { 'content-length': '0' };

/** @internal */
export function uploadsOf({ repository: { api, path } }: Registry): URL {
  return new URL(`${api.origin}/v2/${path}/blobs/uploads/`);
}

/** The address to send the bytes of a blob to. @internal */
export async function openUpload(target: Registry, session: Calling['session']): Promise<URL> {
  const { host, path } = target.repository;
  const answer = await target.ask({ to: '/blobs/uploads/', method: 'POST', headers: empty, push: true });
  if (answer.status === 202) return target.locate(answer.location, uploadsOf(target));
  throw unexpectedStatus(answer, `registry ${host}, asked to take a blob for ${path},`, session);
}

/**
 * Sends bytes as they come, and commits them under the digest that they turn out to have: not if that is not the expected one.
 *
 * @returns what was committed, or what went wrong where it is worth another attempt
 * @internal
 */
export async function sendBlob(
  target: Registry,
  upload: URL,
  from: Readable,
  expected: Expected,
  session: Calling['session'],
): Promise<{ readonly digest: string; readonly size: number } | { readonly trouble: string }> {
  const { host } = target.repository;
  const proof = provingStream(expected);
  let broken = 'the connection to its source was closed';
  from.on('error', (problem) => {
    if (problem instanceof Trouble) broken = problem.message;
    proof.stream.destroy(new Error(broken));
  });
  const length: Record<string, string> = expected.size === undefined ? {} : { 'content-length': String(expected.size) };
  const headers = { 'content-type': 'application/octet-stream', ...length };
  const answer = await target.stream(upload, headers, from.pipe(proof.stream));
  from.destroy();
  proof.stream.destroy();
  const found = proof.found();
  const wrong = proof.wrong();
  if (wrong !== undefined || found === undefined) {
    await target.ask({ to: upload, method: 'DELETE', push: true }).catch(() => undefined);
    return { trouble: wrong ?? broken };
  }
  if (answer.kind !== 'answer') return { trouble: answer.detail };
  if (answer.status !== 202 && answer.status !== 204)
    return { trouble: unexpectedStatus(answer, `registry ${host}`, session).message };
  // As text: a query that is signed must not be written anew.
  const { href, search } = target.locate(answer.location, upload);
  const commit = new URL(`${href}${search === '' ? '?' : '&'}digest=${encodeURIComponent(found.digest)}`);
  const done = await target.ask({ to: commit, method: 'PUT', headers: empty, push: true });
  return done.status === 201 ? found : { trouble: unexpectedStatus(done, `registry ${host}`, session).message };
}

const attempts = 4;

/** Brings something small into a repository, if it is not there. @internal */
export async function putBlob(
  target: Registry,
  bytes: Buffer,
  mediaType: string,
  calling: Calling,
): Promise<Descriptor> {
  const blob = { mediaType, digest: digestOf(bytes), size: bytes.length };
  let last = '';
  for (let attempt = 1; attempt <= attempts && !calling.deadline.expired(); attempt += 1) {
    if (await hasBlob(target, blob, calling.session)) return blob;
    const upload = await openUpload(target, calling.session);
    const sent = await sendBlob(target, upload, Readable.from([bytes]), blob, calling.session);
    if (!('trouble' in sent)) return blob;
    last = sent.trouble;
    calling.session.log(`blob ${blob.digest}: ${last}, trying again`);
    await calling.deadline.sleep(500 * 2 ** attempt * (0.5 + Math.random()));
  }
  throw new Trouble(`blob ${blob.digest} could not be sent: ${last || 'the deadline passed'}`);
}
