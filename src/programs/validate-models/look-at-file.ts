import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bad, type Finding, good } from './finding';

/** Whether the folder that a model is served from has one file with a model in it, on the claim that is mounted here. @internal */
export async function lookAtFile(uri: string | undefined, claim: string, folder: string): Promise<Finding> {
  if (uri === undefined) return bad('file', 'nothing is served');
  const [, path] = /^pvc:\/\/([a-z0-9.-]+)\/([A-Za-z0-9._/-]+)$/.exec(uri)?.slice(1) ?? [];
  if (path === undefined || !uri.startsWith(`pvc://${claim}/`) || path.split('/').includes('..'))
    return bad('file', `${uri} is not on claim ${claim}`);
  try {
    const names = (await readdir(join(folder, path))).filter((name) => /\.(?:pkl|pickle|joblib)$/.test(name));
    const [name, ...more] = names.sort();
    if (name === undefined) return bad('file', `${uri} has no model`);
    if (more.length > 0) return bad('file', `${uri} has ${names.length} models, and the server refuses more than one`);
    const { size } = await lstat(join(folder, path, name));
    return size > 0 ? good('file', `${uri}/${name} has ${size} bytes`) : bad('file', `${uri}/${name} is empty`);
  } catch (problem) {
    const { code } = problem as NodeJS.ErrnoException;
    if (code === undefined) throw problem;
    return bad('file', `${uri} can't be read: ${code}`);
  }
}
