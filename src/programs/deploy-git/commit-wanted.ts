import { withDeployed } from '../environment-file/edit';
import { newFile } from '../environment-file/new-file';
import type { EnvironmentFileRead } from '../environment-file/read-environment-file';
import { libraryWork } from '../git/in-time';
import { commitTree } from '../git/push-commit';
import { treeWith } from '../git/tree';
import type { Calling } from '../http-call';
import type { Deployment } from './configuration';

/** Commits the environment file with what is wanted on top of what was read, and returns the commit's id. @internal */
export async function commitWanted(
  { branch, found }: EnvironmentFileRead,
  { file, wanted, message, author }: Deployment,
  calling: Calling,
): Promise<string> {
  const written =
    found === undefined
      ? { content: Buffer.from(newFile(file.format, wanted)), mode: '100644' }
      : { content: withDeployed(found.file.content, file.format, wanted), mode: found.file.mode };
  const commit = treeWith(branch, file.path, written).then((tree) => commitTree(branch, tree, message, author));
  return libraryWork(`writing ${file.path}`, calling, commit);
}
