import type { Diagnostic } from '../../core/diagnostic';

const reasons: { readonly [code: string]: string } = {
  ENOENT: 'it is not there any more',
  ENOTDIR: 'it is not there any more',
  ENAMETOOLONG: 'its name is too long',
  EEXIST: 'it is there already',
  EIO: 'the disk does not give it',
};

/** @internal */
export function notReadable(file: string, problem: unknown): Diagnostic {
  return {
    code: 'MLP5001',
    severity: 'error',
    file,
    message: `it can't be read: ${reasonOf(problem)}`,
    fix: 'let the file be read, or name only files that can be',
  };
}

/** What an error of the file system means for a file that was to be read or written. @internal */
export function reasonOf(problem: unknown, done: 'read' | 'written' = 'read'): string {
  if (typeof problem === 'string') return problem;
  const code = problem instanceof Error && 'code' in problem ? String(problem.code) : '';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return `it may not be ${done}`;
  if (code === 'ENOSPC') return 'the disk is full';
  return reasons[code] ?? (problem instanceof Error ? problem.message : String(problem));
}
