import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { LocalProblem } from '../problem';

/** A bare repository of git in a folder of this machine. @internal */
export interface BareRepository {
  /** The newest commit of a branch; undefined while there is none. */
  head(branch: string): string | undefined;
  /** A file as a commit has it; undefined where it has none. */
  read(commit: string, path: string): Buffer | undefined;
}

/** Somebody has to have made the first commit. */
const author = { name: 'cdk8s-mlops', email: 'run-local@localhost' };

/**
 * Opens the repository of a folder. Makes one with an empty first commit if there is none.
 *
 * Throws a `LocalProblem` where there is no git, or no repository in the folder.
 *
 * @internal
 */
export function openRepository(folder: string, branch: string): BareRepository {
  if (!existsSync(folder)) {
    git(undefined, ['init', '--quiet', '--bare', `--initial-branch=${branch}`, folder]);
    const tree = git(folder, ['hash-object', '-w', '-t', 'tree', '--stdin']).toString().trim();
    const commit = git(folder, ['commit-tree', tree, '-m', 'an empty repository']).toString().trim();
    git(folder, ['update-ref', `refs/heads/${branch}`, commit]);
  }
  git(folder, ['rev-parse', '--git-dir']);
  return {
    head: (name) =>
      optional(folder, ['rev-parse', '--verify', '--quiet', `refs/heads/${name}`])
        ?.toString()
        .trim(),
    read: (commit, path) => optional(folder, ['cat-file', 'blob', `${commit}:${path}`]),
  };
}

function optional(folder: string, args: readonly string[]): Buffer | undefined {
  try {
    return git(folder, args);
  } catch (problem) {
    if (problem instanceof LocalProblem) return undefined;
    throw problem;
  }
}

function git(folder: string | undefined, args: readonly string[]): Buffer {
  try {
    return execFileSync('git', [...(folder === undefined ? [] : ['--git-dir', folder]), ...args], {
      input: '',
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        GIT_AUTHOR_NAME: author.name,
        GIT_AUTHOR_EMAIL: author.email,
        GIT_COMMITTER_NAME: author.name,
        GIT_COMMITTER_EMAIL: author.email,
      },
    });
  } catch (problem) {
    const { code, stderr } = problem as NodeJS.ErrnoException & { readonly stderr?: Buffer };
    if (code === 'ENOENT') throw new LocalProblem('git is not installed, and what is deployed is written to git');
    throw new LocalProblem(
      `git ${args[0]} failed${folder === undefined ? '' : ` in ${folder}`}: ${stderr ?? ''}`.trim(),
    );
  }
}
