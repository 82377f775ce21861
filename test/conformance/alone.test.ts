import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alone } from '../../scripts/conformance/alone.mjs';

const module = pathToFileURL(join(__dirname, '../../scripts/conformance/alone.mjs')).href;

describe('work that is done alone', () => {
  let folder = '';
  let lock = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'alone-'));
    lock = join(folder, 'lock');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is never done by two processes at the same time', async () => {
    const log = join(folder, 'log');
    const code = `
      import { appendFileSync } from 'node:fs';
      import { alone } from ${JSON.stringify(module)};
      alone(${JSON.stringify(lock)}, () => {
        appendFileSync(${JSON.stringify(log)}, '<');
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
        appendFileSync(${JSON.stringify(log)}, '>');
      });`;
    const processes = [1, 2, 3].map(() =>
      spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'ignore' }),
    );
    const ends = await Promise.all(processes.map((one) => once(one, 'exit')));
    expect(ends.map(([status]) => status)).toEqual([0, 0, 0]);
    expect(readFileSync(log, 'utf8')).toBe('<><><>');
  });

  it('does not wait for a process that was killed', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(lock, `${pid}`);
    expect(alone(lock, () => 'done')).toBe('done');
  });

  it('does not wait for a process that took the number of a killed one', () => {
    writeFileSync(lock, `${process.pid}`);
    utimesSync(lock, 0, 0);
    expect(alone(lock, () => 'done')).toBe('done');
  });

  it('lets the others go on when it fails', () => {
    const fails = () => {
      throw new Error('no compiler');
    };
    expect(() => alone(lock, fails)).toThrow('no compiler');
    expect(existsSync(lock)).toBe(false);
  });
});
