import { Trouble } from './trouble';

/** Does something with files; what the file system refuses is named by call, path and code. @throws Trouble @internal */
export async function withFileTrouble<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (problem) {
    const { code, path, syscall } = problem as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw problem;
    throw new Trouble(`${syscall} of ${path ?? 'a file'} failed: ${code}`);
  }
}
