import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('a program that waits for nothing any more ends red, and not as if all were well', async () => {
  const out = mkdtempSync(join(tmpdir(), 'out-'));
  const action = join(__dirname, '..', '..', 'src', 'programs', 'action');
  const script = `require(${JSON.stringify(action)}).runAction('test', process.env, () => new Promise(() => {}))`;
  const run = promisify(execFile)(process.execPath, ['--import', 'tsx', '-e', script], {
    env: { ...process.env, OUT_DIR: out },
  });
  await expect(run).rejects.toMatchObject({ code: 1, stderr: '' });
  expect(readFileSync(join(out, 'outcome'), 'utf8')).toBe('error');
  expect(readFileSync(join(out, 'reason'), 'utf8')).toMatch(/came to a stop without an end/);
  rmSync(out, { recursive: true });
});
