import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Deadline } from '../deadline';
import { Trouble } from '../trouble';

const pieceBytes = 1024 * 1024;

/** Copies a file piece by piece into a new one that nobody may change; the digest of what went through. @internal */
export async function copyFile(source: string, target: string, deadline: Deadline): Promise<string> {
  const to = await open(target, 'wx', 0o444);
  try {
    return await digestOf(source, deadline, async (piece) => {
      await to.write(piece);
    }).finally(() => to.sync());
  } finally {
    await to.close();
  }
}

/** The digest of a file's bytes; `each` sees them as they are read. @throws Trouble at the deadline @internal */
export async function digestOf(
  path: string,
  deadline: Deadline,
  each: (piece: Buffer) => Promise<void> = async () => undefined,
): Promise<string> {
  const sha = createHash('sha256');
  // What a notebook put there may be a link to anything else.
  const from: FileHandle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    if (!(await from.stat()).isFile()) throw new Trouble(`${path} is no file`);
    const piece = Buffer.alloc(pieceBytes);
    for (;;) {
      if (deadline.expired()) throw new Trouble(`the deadline passed while ${path} was read`);
      const { bytesRead } = await from.read(piece, 0, pieceBytes);
      if (bytesRead === 0) return `sha256:${sha.digest('hex')}`;
      sha.update(piece.subarray(0, bytesRead));
      await each(piece.subarray(0, bytesRead));
    }
  } finally {
    await from.close();
  }
}
