import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '..', '..', '..', '..', 'shared', 'corpus', 'tekton-examples');

/** Whether the published examples are beside the project. */
export const corpusIsThere: boolean = existsSync(folder);

/** A published file of manifests that its project runs in its own tests, where it has to succeed. */
export interface Example {
  readonly file: string;
  readonly text: string;
}

/** All published files; those in `no-ci` need more than the files to succeed. */
export function examples(): readonly Example[] {
  if (!corpusIsThere) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
}
