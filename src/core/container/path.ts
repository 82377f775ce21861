import { show } from '../check-value';
import { PipelineError } from '../error';

/**
 * An absolute path that says where it leads.
 *
 * @internal
 */
export function checkPath(path: string, what: string): string {
  const certain =
    typeof path === 'string' &&
    /^(?:\/[^/\0\n:]+)+$/.test(path) &&
    !path.split('/').some((part) => part === '..' || part === '.') &&
    !path.includes('{{') &&
    !path.includes('$(');
  if (!certain) {
    throw new PipelineError({
      code: 'MLP1205',
      message: `${what} can't be at ${show(path)}`,
      expected: "an absolute path without '..', '.', '//', ':', placeholders and a '/' at the end, such as /data",
      actual: path,
    });
  }
  return path;
}
