import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** The TypeScript files of `src`, from `src/` on and with forward slashes, in a stable order. */
export function sourceFiles(): string[] {
  return readdirSync('src', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative('src', join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
