import { PipelineError } from '../error';

/**
 * An absolute path that says where it leads.
 *
 * @internal
 */
export function checkPath(path: string, what: string): string {
  if (!/^\/[^\0\n:]+$/.test(path) || path.split('/').includes('..') || path.includes('{{') || path.includes('$(')) {
    throw new PipelineError({
      code: 'MLP1205',
      message: `${what} can't be at '${path}'`,
      expected: "an absolute path without '..', ':' and placeholders, such as /data",
      actual: path,
    });
  }
  return path;
}
