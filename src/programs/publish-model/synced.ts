import { mkdir, open } from 'node:fs/promises';

/** Writes a file that is there whole when the node goes away a moment later. @internal */
export async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o644);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Has the names in a folder survive as well; file systems that know no such thing are content. @internal */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } catch (problem) {
    if (!['EINVAL', 'ENOTSUP', 'EISDIR', 'EPERM'].includes((problem as NodeJS.ErrnoException).code ?? ''))
      throw problem;
  } finally {
    await folder.close();
  }
}

/** Makes a folder, unless it is there; not those above it, since a claim that is not mounted is no place for a model. @internal */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code !== 'EEXIST') throw problem;
  }
}
