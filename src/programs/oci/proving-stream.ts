import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';

const mostIdle = 60_000;

/** What bytes are expected to be; what nobody knows before is only measured. @internal */
export interface Expected {
  readonly digest?: string;
  readonly size?: number;
}

/** @internal */
export interface ProvingStream {
  readonly stream: Transform;
  /** What is wrong with the bytes that went through, or nothing. */
  wrong(): string | undefined;
  /** What went through, once it came to its end. */
  found(): { readonly digest: string; readonly size: number } | undefined;
}

/** Lets bytes through and counts and hashes them; ends in an error when none come, or too many. @internal */
export function provingStream({ digest, size = Number.POSITIVE_INFINITY }: Expected): ProvingStream {
  const hash = createHash('sha256');
  let seen = 0;
  let result: { readonly digest: string; readonly size: number } | undefined;
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
      result = { digest: found, size: seen };
      const right = found === (digest ?? found) && (seen === size || size === Number.POSITIVE_INFINITY);
      problem = right ? undefined : `its bytes have the digest ${found}`;
      done(problem === undefined ? null : new Error(problem));
    },
    destroy(error, done) {
      clearTimeout(idle);
      done(error);
    },
  });
  return { stream, wrong: () => problem, found: () => result };
}
