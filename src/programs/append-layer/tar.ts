/** A file as a layer has it: of root, readable for everyone, of no date, so that the same content is the same bytes. @internal */
export interface TarEntry {
  /** Where it is in the image, without the first slash; at most 100 characters. */
  readonly path: string;
  readonly size: number;
  readonly body: AsyncIterable<Buffer>;
}

const block = 512;

/** How long the archive of files of these sizes is. @internal */
export function tarSize(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + block + size + padding(size), 2 * block);
}

/** The archive, piece by piece. @see https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html @internal */
export async function* tarOf(entries: readonly TarEntry[]): AsyncGenerator<Buffer> {
  for (const { path, size, body } of entries) {
    yield header(path, size);
    yield* body;
    yield Buffer.alloc(padding(size));
  }
  yield Buffer.alloc(2 * block);
}

function padding(size: number): number {
  return (block - (size % block)) % block;
}

function header(path: string, size: number): Buffer {
  const bytes = Buffer.alloc(block);
  bytes.write(path, 0, 100, 'latin1');
  bytes.write('0000644\0', 100);
  bytes.write('0000000\0', 108);
  bytes.write('0000000\0', 116);
  writeSize(bytes, size);
  bytes.write('00000000000\0', 136);
  bytes.write('        ', 148);
  bytes.write('0', 156);
  bytes.write('ustar\x0000', 257, 'latin1');
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}

/** Eleven octal digits, or from 8 GiB on the binary number that all who read layers know. */
function writeSize(bytes: Buffer, size: number): void {
  if (size < 8 ** 11) {
    bytes.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
    return;
  }
  bytes[124] = 0x80;
  bytes.writeBigUInt64BE(BigInt(size), 128);
}
