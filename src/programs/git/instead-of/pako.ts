import { deflateSync, inflateSync } from 'node:zlib';

// What a small pack may unfold to is bounded too: the pod's memory is.
const maxOutputLength = 64 * 1024 * 1024;

/** One zlib stream somewhere in a pack; what follows it is left alone. */
class Inflate {
  result: Uint8Array | undefined;
  err = 0;
  msg = '';
  readonly strm = { avail_in: 0 };

  push(chunk: Uint8Array): void {
    try {
      const { buffer, engine } = inflateWithEngine(chunk);
      this.strm.avail_in = chunk.length - engine.bytesWritten;
      this.result = buffer;
    } catch (problem) {
      this.err = -1;
      this.msg = (problem as Error).message;
    }
  }
}

interface Inflated {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

function inflateWithEngine(chunk: Uint8Array): Inflated {
  // The types of Node do not know that `info` changes what is returned.
  return inflateSync(chunk, { info: true, maxOutputLength }) as unknown as Inflated;
}

/**
 * The part of `pako` that isomorphic-git uses, by Node's own zlib.
 *
 * @internal
 */
const pako = {
  Inflate,
  inflate: (bytes: Uint8Array): Uint8Array => inflateSync(bytes, { maxOutputLength }),
  deflate: (bytes: Uint8Array): Uint8Array => deflateSync(bytes),
};

export default pako;
