import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

const models = /\.(?:pkl|pickle|joblib)$/;

/** Why a file can't be taken for the model that was trained, or nothing: it is there, alone, and not empty. @internal */
export async function unfitModel(file: string): Promise<string | undefined> {
  const folder = dirname(file);
  let names: readonly string[];
  try {
    names = (await readdir(folder)).filter((name) => models.test(name)).sort();
  } catch (problem) {
    if (!['ENOENT', 'ENOTDIR'].includes((problem as NodeJS.ErrnoException).code ?? '')) throw problem;
    return `there is no ${folder}`;
  }
  if (!names.includes(basename(file))) return `there is no ${file}`;
  if (names.length > 1) return `${folder} has ${names.length} models, and nobody knows which one was trained`;
  const found = await lstat(file);
  if (!found.isFile()) return `${file} is no file`;
  return found.size === 0 ? `${file} is empty` : undefined;
}
