import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';

const root = join(__dirname, '..', '..', '..');

/** The driver on a machine that has only these programs. */
function driver(programs: Readonly<Record<string, string>>, ci: string) {
  mkdirSync(inject('cluster').scratch, { recursive: true });
  const folder = mkdtempSync(join(inject('cluster').scratch, 'bin-'));
  for (const [name, target] of Object.entries(programs)) symlinkSync(target, join(folder, name));
  return spawnSync(process.execPath, ['--import', 'tsx', 'test/cluster/main.ts'], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: folder, CI: ci },
  });
}

it.for([
  [
    'has no namespaces',
    { setpriv: '/bin/false' },
    "namespaces can't be made (needs root or user namespaces, util-linux",
  ],
  ['lacks util-linux', {}, "namespaces can't be made (needs root or user namespaces, util-linux"],
] as const)('says what is missing on a machine that %s, and fails only in CI', ([, programs, reason]) => {
  const here = driver(programs, '');
  expect(here.stderr).toContain(`cluster: nothing was run: ${reason}`);
  expect(here.status).toBe(0);
  expect(driver(programs, 'true').status).toBe(1);
});
