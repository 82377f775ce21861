import { readBlob, readCommit, readTree, type TreeEntry, writeBlob, writeTree } from 'isomorphic-git';
import { Trouble } from '../trouble';
import type { Branch, Repository } from './branch';

/** @internal */
export interface FileInBranch {
  readonly content: Buffer;
  /** `100644`, or `100755` for an executable file. */
  readonly mode: string;
}

/** A file of a fetched branch, or nothing if there is none. @internal */
export async function readFile({ repository, commit }: Branch, path: string): Promise<FileInBranch | undefined> {
  if (commit === undefined) return undefined;
  let tree = (await readCommit({ ...repository, oid: commit })).commit.tree;
  const [folders, file] = split(path);
  for (const [index, folder] of folders.entries()) {
    const entry = find(await entriesOf(repository, tree), folder);
    if (entry === undefined) return undefined;
    if (entry.type !== 'tree') throw notA('folder', entry, folders.slice(0, index + 1).join('/'));
    tree = entry.oid;
  }
  const entry = find(await entriesOf(repository, tree), file);
  if (entry === undefined) return undefined;
  if (entry.type !== 'blob' || !/^100/.test(entry.mode)) throw notA('file', entry, path);
  const { blob } = await readBlob({ ...repository, oid: entry.oid });
  return { content: Buffer.from(blob), mode: entry.mode };
}

/** The tree of the branch with one file of it replaced or added. @internal */
export async function treeWith(
  { repository, commit }: Branch,
  path: string,
  { content, mode }: FileInBranch,
): Promise<string> {
  const root = commit === undefined ? undefined : (await readCommit({ ...repository, oid: commit })).commit.tree;
  const [folders, file] = split(path);
  const oid = await writeBlob({ ...repository, blob: content });
  return replaced(repository, root, folders, { path: file, mode, oid, type: 'blob' });
}

async function replaced(
  repository: Repository,
  tree: string | undefined,
  [folder, ...inside]: readonly string[],
  file: TreeEntry,
): Promise<string> {
  const entries = tree === undefined ? [] : await entriesOf(repository, tree);
  const name = folder ?? file.path;
  const found = find(entries, name)?.oid;
  const entry: TreeEntry =
    folder === undefined
      ? file
      : { path: folder, mode: '040000', type: 'tree', oid: await replaced(repository, found, inside, file) };
  return writeTree({ ...repository, tree: [...entries.filter(({ path }) => path !== name), entry] });
}

async function entriesOf(repository: Repository, oid: string): Promise<readonly TreeEntry[]> {
  return (await readTree({ ...repository, oid })).tree;
}

function find(entries: readonly TreeEntry[], name: string): TreeEntry | undefined {
  return entries.find(({ path }) => path === name);
}

function split(path: string): readonly [folders: readonly string[], file: string] {
  const parts = path.split('/');
  return [parts.slice(0, -1), parts.at(-1) ?? ''];
}

function notA(expected: string, { type, mode }: TreeEntry, path: string): Trouble {
  const kind = mode === '120000' ? 'a symbolic link' : type === 'commit' ? 'a submodule' : `a ${nameOf(type)}`;
  return new Trouble(`${path} is ${kind} in the repository, not a ${expected}`);
}

function nameOf(type: string): string {
  return type === 'tree' ? 'folder' : 'file';
}
