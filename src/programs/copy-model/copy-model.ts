import { randomUUID } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unfitModel } from '../digest-model/unfit-model';
import type { Values } from '../environment';
import { withFileTrouble } from '../file-trouble';
import type { Calling } from '../http-call';
import { copyFile, digestOf } from '../publish-model/copy-file';
import { makeFolder, syncFolder } from '../publish-model/synced';
import type { CopyOutcome, contract } from './contract';

type Configuration = Values<typeof contract>;

/**
 * Copies the model that was trained from the claim of a node to one that all nodes mount.
 *
 * The copy is read again before it gets its name: a file is there whole, with the bytes of its source, or as it was before.
 *
 * @internal
 */
export async function copyModel(configuration: Configuration, calling: Calling): Promise<CopyOutcome> {
  return withFileTrouble(() => copy(configuration, calling));
}

async function copy({ file, target, claim }: Configuration, { deadline, session }: Calling): Promise<CopyOutcome> {
  const unfit = await unfitModel(file);
  if (unfit !== undefined) return { outcome: 'refused', reason: unfit, done: false };
  const folder = dirname(target);
  await makeFoldersBelow(claim, folder);
  await clear(folder);
  const unfinished = join(folder, `${prefix}${randomUUID()}`);
  session.log(`copying ${file} to ${target}`);
  const read = await copyFile(file, unfinished, deadline);
  const written = await digestOf(unfinished, deadline);
  Object.assign(session.evidence, { file, target, read, written });
  if (read !== written) {
    await rm(unfinished, { force: true });
    return { outcome: 'refused', reason: `${file} was read as ${read} and is ${written} at ${target}`, done: false };
  }
  session.log(`naming it ${target}`);
  await rename(unfinished, target);
  await syncFolder(folder);
  return { outcome: 'copied', reason: `${target} is ${read}`, done: true, outputs: { digest: read } };
}

const prefix = '.copying-';

/** All that is missing of a path; not the claim itself, since one that is not mounted is no place for a model. */
async function makeFoldersBelow(claim: string, folder: string): Promise<void> {
  let path = claim;
  for (const part of folder
    .slice(claim.length + 1)
    .split('/')
    .filter((each) => each !== '')) {
    path = join(path, part);
    await makeFolder(path);
  }
}

/** What a killed attempt left. */
async function clear(folder: string): Promise<void> {
  for (const name of await readdir(folder)) if (name.startsWith(prefix)) await rm(join(folder, name), { force: true });
}
