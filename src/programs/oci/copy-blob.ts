import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import type { Calling } from '../http-call';
import { unexpectedStatus } from '../json-answer';
import { Trouble } from '../trouble';
import { hasBlob } from './blob';
import type { Descriptor } from './manifest';
import type { Registry } from './registry';

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
  let last = 'the deadline passed';
  for (let attempt = 1; attempt <= attempts && !deadline.expired(); attempt += 1) {
    if (await hasBlob(target, blob, session)) return 'there';
    const upload = await beginUpload(source, target, blob, session);
    if (upload === 'mounted') return 'mounted';
    const trouble = await send(source, target, blob, upload, calling);
    if (trouble === undefined) return 'copied';
    last = trouble;
    session.log(`blob ${blob.digest}: ${trouble}, trying again`);
    await deadline.sleep(500 * 2 ** attempt * (0.5 + Math.random()));
  }
  throw new Trouble(`blob ${blob.digest} could not be copied: ${last}`);
}

/** The address to send the bytes to, unless the registry takes the blob from its other repository. */
async function beginUpload(
  source: Registry,
  target: Registry,
  { digest }: Descriptor,
  session: Calling['session'],
): Promise<URL | 'mounted'> {
  const { host, path, api } = target.repository;
  const from = source.repository.path;
  const mounts = source.repository.host === host && from !== path;
  const to = mounts ? `/blobs/uploads/?${new URLSearchParams({ mount: digest, from })}` : '/blobs/uploads/';
  const headers = { 'content-length': '0' };
  const answer = await target.ask({ to, method: 'POST', headers, push: true, ...(mounts ? { from } : {}) });
  if (answer.status === 201) return 'mounted';
  if (answer.status !== 202)
    throw unexpectedStatus(answer, `registry ${host}, asked to take a blob for ${path},`, session);
  return target.locate(answer.location, new URL(`${api.origin}/v2/${path}${to}`));
}

/** Text says what went wrong, where it is worth another attempt. */
async function send(
  source: Registry,
  target: Registry,
  blob: Descriptor,
  upload: URL,
  { session }: Calling,
): Promise<string | undefined> {
  const { host } = target.repository;
  const from = await source.open(`/blobs/${blob.digest}`);
  if (from.kind !== 'download') return from.detail;
  if (from.status !== 200) {
    from.body.destroy();
    return `registry ${source.repository.host} answered ${from.status}`;
  }
  const proof = provingStream(blob);
  from.body.on('error', () => proof.stream.destroy(new Error('the connection to its source was closed')));
  const headers = { 'content-type': 'application/octet-stream', 'content-length': String(blob.size) };
  const answer = await target.stream(upload, headers, from.body.pipe(proof.stream));
  from.body.destroy();
  proof.stream.destroy();
  const wrong = proof.wrong();
  if (wrong !== undefined) {
    await target.ask({ to: upload, method: 'DELETE', push: true }).catch(() => undefined);
    return wrong;
  }
  if (answer.kind !== 'answer') return answer.detail;
  if (answer.status !== 202 && answer.status !== 204)
    return unexpectedStatus(answer, `registry ${host}`, session).message;
  const commit = target.locate(answer.location, upload);
  commit.searchParams.set('digest', blob.digest);
  const done = await target.ask({ to: commit, method: 'PUT', headers: { 'content-length': '0' }, push: true });
  return done.status === 201 ? undefined : unexpectedStatus(done, `registry ${host}`, session).message;
}

const mostIdle = 60_000;

/** Lets bytes through and counts and hashes them; ends in an error when none come, or too many. */
function provingStream({ digest, size }: Descriptor): {
  readonly stream: Transform;
  /** What is wrong with the bytes that went through, or nothing. */
  wrong(): string | undefined;
} {
  const hash = createHash('sha256');
  let seen = 0;
  let problem: string | undefined = 'its bytes did not come to their end';
  const stop = (): void => void stream.destroy(new Error(`nothing moved for ${mostIdle / 1000} s`));
  let idle = setTimeout(stop, mostIdle);
  const stream = new Transform({
    transform(chunk: Buffer, _, done) {
      clearTimeout(idle);
      idle = setTimeout(stop, mostIdle);
      seen += chunk.length;
      hash.update(chunk);
      done(seen > size ? new Error('there are more bytes than announced') : null, chunk);
    },
    flush(done) {
      const found = `sha256:${hash.digest('hex')}`;
      problem = found === digest && seen === size ? undefined : `its bytes have the digest ${found}`;
      done(problem === undefined ? null : new Error(problem));
    },
    destroy(error, done) {
      clearTimeout(idle);
      done(error);
    },
  });
  return { stream, wrong: () => problem };
}
