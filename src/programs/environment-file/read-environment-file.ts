import { type Branch, fetchBranch } from '../git/branch';
import { libraryWork } from '../git/in-time';
import type { Remote } from '../git/remote';
import { type FileInBranch, readFile } from '../git/tree';
import type { Calling } from '../http-call';
import { Trouble } from '../trouble';
import type { Deployed } from './deployed';
import { deployedIn } from './edit';
import type { EnvironmentFileFormat } from './format';

/** Where it is written down which version an environment runs. @internal */
export interface EnvironmentFile {
  readonly remote: Remote;
  readonly branch: string;
  /** `environments/<environment>/<application>.yaml`, maybe in a folder. */
  readonly path: string;
  readonly format: EnvironmentFileFormat;
}

/** The file at the head of its branch. @internal */
export interface EnvironmentFileRead {
  readonly branch: Branch;
  /** The head; nothing in an empty repository. */
  readonly commit: string | undefined;
  /** Nothing if there is no file yet. */
  readonly found: (Deployed & { readonly file: FileInBranch }) | undefined;
}

/**
 * Reads what git says is deployed, and by which commit it says so.
 *
 * @throws Trouble if the branch does not exist, or the file can't be read without a doubt
 * @internal
 */
export async function readEnvironmentFile(of: EnvironmentFile, calling: Calling): Promise<EnvironmentFileRead> {
  const branch = await fetchBranch(of.remote, of.branch, calling);
  if (branch.commit === undefined && !branch.repositoryIsEmpty) {
    throw new Trouble(`there is no branch ${of.branch} in the repository: create it, or correct its name`);
  }
  return readIn(branch, of, calling);
}

/** The same in a branch that was fetched already. @internal */
export async function readIn(
  branch: Branch,
  { path, format }: Pick<EnvironmentFile, 'path' | 'format'>,
  calling: Calling,
): Promise<EnvironmentFileRead> {
  const file = await libraryWork(`reading ${path}`, calling, readFile(branch, path));
  const { commit } = branch;
  if (file === undefined) return { branch, commit, found: undefined };
  try {
    return { branch, commit, found: { ...deployedIn(file.content, format), file } };
  } catch (problem) {
    throw problem instanceof Trouble ? new Trouble(`${path}: ${problem.message}`) : problem;
  }
}
