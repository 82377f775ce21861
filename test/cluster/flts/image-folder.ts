import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** A folder with the `python` of all images of the example: it starts our programs in the place of theirs. */
export async function imageFolder(scratch: string): Promise<string> {
  const folder = join(scratch, 'flts-image');
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [join(__dirname, 'image', 'main.ts')],
    outfile: join(folder, 'image.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    tsconfigRaw: {},
  });
  writeFileSync(join(folder, 'python'), '#!/bin/sh\nexec node "$(dirname "$0")/image.mjs" "$@"\n');
  chmodSync(join(folder, 'python'), 0o755);
  return folder;
}
