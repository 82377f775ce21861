import { execFileSync, spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../harness/driver';
import { newFolder } from './place';

/** The driver on a machine that can make namespaces and has only these programs beside. */
function driver(programs: readonly string[], ci: string) {
  const folder = newFolder('bin');
  for (const name of ['setpriv', 'unshare', 'ip', ...programs]) {
    const file = execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    symlinkSync(file, join(folder, name));
  }
  return spawnSync(process.execPath, ['--import', 'tsx', 'test/services/main.ts'], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: folder, CI: ci },
  });
}

it('says all that is missing at once, and fails only in CI', () => {
  const here = driver(['git'], '');
  expect(here.stderr).toMatch(
    /^services: nothing was run: this machine lacks Go 1\.26 [^;]*; Python 3\.11 [^;]*; apt-get and dpkg-deb, [^;]*\n$/,
  );
  expect(here.status).toBe(0);
  expect(driver(['git'], 'true').status).toBe(1);
});
