import { link, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Trouble } from '../trouble';
import { makeFolder, writeSynced } from './synced';

const mostTries = 50;

/**
 * The version of a run's model: the one that it took before, or the next number, which nobody else gets then.
 *
 * A file for each number says whose it is. It gets its name whole and only if there is none of that name, on every file
 * system that more than one node can mount.
 *
 * @param folder of the model
 * @param mark of this process
 * @internal
 */
export async function claimVersion(folder: string, run: string, mark: string): Promise<string> {
  const claims = join(folder, '.versions');
  await makeFolder(claims);
  const own = join(claims, `.${mark}`);
  await writeSynced(own, `${run}\n`);
  try {
    for (let attempt = 0; attempt < mostTries; attempt += 1) {
      const taken = await readdir(claims);
      const numbers = taken.filter((name) => /^[1-9]\d{0,14}$/.test(name)).map(Number);
      for (const number of numbers)
        if ((await readFile(join(claims, String(number)), 'utf8')).trim() === run) return String(number);
      const published = (await readdir(folder)).filter((name) => /^[1-9]\d{0,14}$/.test(name)).map(Number);
      const next = String(Math.max(0, ...numbers, ...published) + 1);
      try {
        await link(own, join(claims, next));
        return next;
      } catch (problem) {
        if ((problem as NodeJS.ErrnoException).code !== 'EEXIST') throw problem;
      }
    }
  } finally {
    await rm(own, { force: true });
  }
  throw new Trouble(`others took the next version ${mostTries} times`);
}
