import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A repository of the git server, seen from behind. */
export interface GitRepository {
  readonly url: string;
  /** A file of a branch as it stands there now; undefined when there is none. */
  read(path: string, branch?: string): string | undefined;
  /** What somebody else commits, past the server; answers the commit. A new branch starts at `main`. */
  commit(files: Readonly<Record<string, string>>, message: string, branch?: string): string;
  /** Many commits on `main`, each with these files. */
  commitEach(commits: readonly Readonly<Record<string, string>>[]): void;
  /** The newest commit of `main`. */
  head(): string;
  /** Commits of a branch, the newest first. */
  log(branch?: string): readonly Commit[];
  branches(): readonly string[];
  /** Whether no commit of a branch has two parents. */
  isLinear(branch?: string): boolean;
  /** Has clones start at this branch, whether it exists or not. */
  pointHeadTo(branch: string): void;
  /** Has every push refused with this message, as a protected branch does. */
  refusePushes(message: string): void;
}

export interface Commit {
  readonly hash: string;
  readonly author: string;
  readonly message: string;
}

export function gitRepository(folder: string, url: string): GitRepository {
  const git = (args: readonly string[], input?: string) =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', input, stdio: ['pipe', 'pipe', 'pipe'] });
  const branches = () => lines(git(['for-each-ref', '--format=%(refname:short)', 'refs/heads']));
  return {
    url,
    read: (path, branch = 'main') => {
      const entries = git(['ls-tree', '-r', '-z', '--name-only', branch]).split('\0');
      return entries.includes(path) ? git(['cat-file', 'blob', `${branch}:${path}`]) : undefined;
    },
    commit: (files, message, branch = 'main') => {
      const parent = [branch, 'main'].find((name) => branches().includes(name));
      git(['fast-import', '--quiet', '--date-format=now'], commitScript(files, message, branch, parent));
      return git(['rev-parse', branch]).trim();
    },
    commitEach: (commits) => {
      const scripts = commits.map((files, number) =>
        commitScript(files, `commit ${number}`, 'main', number === 0 ? 'main' : undefined),
      );
      git(['fast-import', '--quiet', '--date-format=now'], scripts.join(''));
    },
    head: () => {
      // Asked often, and the program takes long where much runs.
      const loose = join(folder, 'refs', 'heads', 'main');
      return (existsSync(loose) ? readFileSync(loose, 'utf8') : git(['rev-parse', 'main'])).trim();
    },
    log: (branch = 'main') =>
      git(['log', '--format=%H%x1f%an <%ae>%x1f%B%x1e', branch])
        .split('\x1e\n')
        .filter((entry) => entry !== '')
        .map((entry) => {
          const [hash = '', author = '', message = ''] = entry.split('\x1f');
          return { hash, author, message: message.trimEnd() };
        }),
    branches,
    isLinear: (branch = 'main') => lines(git(['rev-list', '--merges', branch])).length === 0,
    pointHeadTo: (branch) => {
      git(['symbolic-ref', 'HEAD', `refs/heads/${branch}`]);
    },
    refusePushes: (message) => {
      const hook = join(folder, 'hooks', 'pre-receive');
      writeFileSync(hook, `#!/bin/sh\ncat >&2 <<'END'\n${message}\nEND\nexit 1\n`);
      chmodSync(hook, 0o755);
    },
  };
}

/** In the language of `git fast-import`. */
function commitScript(
  files: Readonly<Record<string, string>>,
  message: string,
  branch: string,
  parent: string | undefined,
): string {
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  return [
    `commit refs/heads/${branch}\ncommitter Somebody Else <somebody@example.com> now\n`,
    data(message),
    parent === undefined ? '' : `from refs/heads/${parent}^0\n`,
    ...Object.entries(files).map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`),
  ].join('');
}

function lines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}
