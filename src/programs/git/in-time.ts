import { Errors } from 'isomorphic-git';
import type { Calling } from '../http-call';
import { Trouble } from '../trouble';

/**
 * Waits for work of the git library, but not past the deadline: a stream it misreads would never end.
 *
 * @internal
 */
export async function inTime<T>(what: string, { deadline }: Calling, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    // A call ends by itself at the deadline and says more.
    timer = setTimeout(() => reject(new Trouble(`${what} was not done at the deadline`)), deadline.remaining() + 500);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The same, with what the library complains about as trouble. @internal */
export async function libraryWork<T>(what: string, calling: Calling, work: Promise<T>): Promise<T> {
  try {
    return await inTime(what, calling, work);
  } catch (problem) {
    throw problem instanceof Trouble ? problem : new Trouble(`${what}: ${wordsOf(problem)}`);
  }
}

/** What the library says, without its request to report a bug. @internal */
export function wordsOf(problem: unknown): string {
  return problem instanceof Errors.InternalError ? problem.data.message : (problem as Error).message;
}
