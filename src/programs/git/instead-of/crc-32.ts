import { crc32 } from 'node:zlib';

/**
 * The part of `crc-32` that isomorphic-git uses.
 *
 * @internal
 */
const crc = { buf: (bytes: Uint8Array): number => crc32(bytes) };

export default crc;
