import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { KubeObject } from './api/json';

const folder = join(__dirname, '..', '..', 'dist-manifests');

/** The objects of each committed output folder. */
export function committedManifests(): Readonly<Record<string, readonly KubeObject[]>> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
  const folders: Record<string, KubeObject[]> = {};
  for (const file of files.sort()) {
    const [name = ''] = file.split('/');
    const objects = (loadAll(readFileSync(join(folder, file), 'utf8')) as (KubeObject | null)[]).filter(
      (object) => object !== null,
    );
    folders[name] = [...(folders[name] ?? []), ...objects];
  }
  return folders;
}
