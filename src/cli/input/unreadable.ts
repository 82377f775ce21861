import type { Diagnostic } from '../../core/diagnostic';

const reasons: { readonly [code: string]: string } = {
  EACCES: 'it may not be read',
  EPERM: 'it may not be read',
  ENOENT: 'it is not there any more',
  ENOTDIR: 'it is not there any more',
  ENAMETOOLONG: 'its name is too long',
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

function reasonOf(problem: unknown): string {
  if (typeof problem === 'string') return problem;
  const code = problem instanceof Error && 'code' in problem ? String(problem.code) : '';
  return reasons[code] ?? (problem instanceof Error ? problem.message : String(problem));
}
