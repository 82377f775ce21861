import { type TreeEntry, writeBlob, writeCommit, writeObject, writeTree } from 'isomorphic-git';
import { describe, expect, it } from 'vitest';
import { startDeadline } from '../../../src/programs/deadline';
import type { Branch } from '../../../src/programs/git/branch';
import { libraryWork } from '../../../src/programs/git/in-time';
import { memoryFileSystem } from '../../../src/programs/git/memory-file-system';
import { readFile, treeWith } from '../../../src/programs/git/tree';
import { openSession } from '../../../src/programs/session';

const repository = { fs: memoryFileSystem({}), gitdir: '/repository', cache: {} };
const by = { name: 'a', email: 'a@b', timestamp: 0, timezoneOffset: 0 };
const path = 'environments/staging/fraud.yaml';

async function branchWith(tree: string): Promise<Branch> {
  const commit = await writeCommit({
    ...repository,
    commit: { tree, parent: [], author: by, committer: by, message: '' },
  });
  return { repository, commit } as Branch;
}

const blob = (text: string): Promise<string> => writeBlob({ ...repository, blob: Buffer.from(text) });
const tree = (entries: readonly TreeEntry[]): Promise<string> => writeTree({ ...repository, tree: [...entries] });
const inFolders = async (entry: TreeEntry): Promise<string> => {
  const staging = await tree([entry]);
  const environments = await tree([{ mode: '040000', path: 'staging', oid: staging, type: 'tree' }]);
  return tree([{ mode: '040000', path: 'environments', oid: environments, type: 'tree' }]);
};
const content = Buffer.from('new\n');
const calling = { deadline: startDeadline(20), session: openSession('test', () => undefined) };

describe('a file of a branch', () => {
  it.each(['100644', '100755'])('is read and replaced, with its mode %s', async (mode) => {
    const root = await inFolders({ mode, path: 'fraud.yaml', oid: await blob('old\n'), type: 'blob' });
    const branch = await branchWith(root);
    const found = await readFile(branch, path);
    expect(found).toEqual({ content: Buffer.from('old\n'), mode });
    const after = await branchWith(await treeWith(branch, path, { content, mode }));
    expect(await readFile(after, path)).toEqual({ content, mode });
  });

  it('is added beside what is there', async () => {
    const root = await inFolders({ mode: '100644', path: 'other.yaml', oid: await blob('a: 1\n'), type: 'blob' });
    const branch = await branchWith(root);
    expect(await readFile(branch, path)).toBeUndefined();
    const after = await branchWith(await treeWith(branch, path, { content, mode: '100644' }));
    expect(await readFile(after, path)).toEqual({ content, mode: '100644' });
    expect(await readFile(after, 'environments/staging/other.yaml')).toMatchObject({ content: Buffer.from('a: 1\n') });
  });

  it.each([
    ['a symbolic link', '120000', 'blob'],
    ['a submodule', '160000', 'commit'],
  ] as const)('is refused when it is %s', async (kind, mode, type) => {
    const root = await inFolders({ mode, path: 'fraud.yaml', oid: await blob('../x'), type });
    await expect(readFile(await branchWith(root), path)).rejects.toThrow(
      `${path} is ${kind} in the repository, not a file`,
    );
  });

  it('is refused below a symbolic link', async () => {
    const root = await tree([{ mode: '120000', path: 'environments', oid: await blob('/etc'), type: 'blob' }]);
    await expect(readFile(await branchWith(root), path)).rejects.toThrow('environments is a symbolic link');
  });

  it('is refused beside entries that only a very old git wrote, since the library could not keep them', async () => {
    const oid = await blob('a: 1\n');
    const entry = (mode: string, name: string): Buffer =>
      Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, 'hex')]);
    const object = Buffer.concat([entry('100664', 'a.yaml'), entry('100644', 'fraud.yaml')]);
    const staging = await writeObject({ ...repository, type: 'tree', format: 'content', object });
    const environments = await tree([{ mode: '040000', path: 'staging', oid: staging, type: 'tree' }]);
    const branch = await branchWith(
      await tree([{ mode: '040000', path: 'environments', oid: environments, type: 'tree' }]),
    );
    const reading = libraryWork('reading', calling, readFile(branch, path));
    await expect(reading).rejects.toThrow(/^reading: Unexpected GitTree entry mode: 100664$/);
  });
});
