import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Values } from '../environment';
import { withFileTrouble } from '../file-trouble';
import type { Calling } from '../http-call';
import { claimVersion } from './claim-version';
import type { contract, PublishOutcome } from './contract';
import { copyFile, digestOf } from './copy-file';
import { makeFolder, syncFolder } from './synced';

type Configuration = Values<typeof contract>;

/**
 * Puts the file that was judged into a folder of its own version, where nothing is ever changed.
 *
 * The folder gets its name when all is in it. A run has one version, however often it is published; what a killed attempt
 * left is taken out of the way first.
 *
 * @internal
 */
export async function publishModel(configuration: Configuration, calling: Calling): Promise<PublishOutcome> {
  return withFileTrouble(() => publish(configuration, calling));
}

async function publish(
  { file, digest, models, claim, model, run }: Configuration,
  { deadline, session }: Calling,
): Promise<PublishOutcome> {
  const mark = randomUUID();
  const folder = join(models, model);
  await makeFolder(folder);
  const version = await claimVersion(folder, run, mark);
  await syncFolder(folder);
  const target = join(folder, version);
  const outputs = {
    'model-version': version,
    'artifact-uri': `pvc://${claim}/${model}/${version}`,
    'run-id': run,
    digest,
  };
  Object.assign(session.evidence, { file, target, ...outputs });

  const there = await contentOf(target, deadline);
  if (there !== undefined) return isThere(there, file, digest, outputs);
  await clear(folder, version, mark);
  const unfinished = join(folder, `.publishing-${version}-${mark}`);
  await mkdir(unfinished);
  session.log(`copying ${file} to ${target}`);
  const copied = await copyFile(file, join(unfinished, basename(file)), deadline);
  if (copied !== digest) {
    await rm(unfinished, { recursive: true, force: true });
    return { outcome: 'refused', reason: `${file} is ${copied}, and ${digest} was judged`, done: false };
  }
  await syncFolder(unfinished);
  session.log(`naming it ${target}`);
  try {
    await rename(unfinished, target);
  } catch (problem) {
    const { code } = problem as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw problem;
    // A pod of the same run was faster.
    await rm(unfinished, { recursive: true, force: true });
    return isThere((await contentOf(target, deadline)) ?? {}, file, digest, outputs);
  }
  await syncFolder(folder);
  return { outcome: 'published', reason: `${outputs['artifact-uri']} is there, ${digest}`, done: true, outputs };
}

type Content = Readonly<Record<string, string>>;

function isThere(
  content: Content,
  file: string,
  digest: string,
  outputs: Readonly<Record<string, string>>,
): PublishOutcome {
  const names = Object.keys(content);
  const uri = outputs['artifact-uri'];
  if (names.length === 1 && content[basename(file)] === digest)
    return { outcome: 'already-published', reason: `${uri} was there already`, done: true, outputs };
  const found = names.map((name) => `${name} (${content[name]})`).join(', ');
  return { outcome: 'refused', reason: `${uri} is there with other content: ${found || 'nothing'}`, done: false };
}

/** Digests of the files of a folder by name; nothing if there is no folder. */
async function contentOf(folder: string, deadline: Calling['deadline']): Promise<Content | undefined> {
  const content: Record<string, string> = {};
  try {
    for (const name of await readdir(folder)) content[name] = await digestOf(join(folder, name), deadline);
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw problem;
  }
  return content;
}

/** What attempts of the same run left; whoever still works on it finds it gone, and can't name it half empty. */
async function clear(folder: string, version: string, mark: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const removing = name.startsWith('.removing-');
    if (!removing && !name.startsWith(`.publishing-${version}-`)) continue;
    const aside = removing ? join(folder, name) : join(folder, `.removing-${mark}-${name.slice(1)}`);
    try {
      if (!removing) await rename(join(folder, name), aside);
    } catch (problem) {
      if ((problem as NodeJS.ErrnoException).code !== 'ENOENT') throw problem;
    }
    await rm(aside, { recursive: true, force: true });
  }
}
