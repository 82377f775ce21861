import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { typed } from '../typed';

describe('cdk8s-mlops init', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'init-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('takes a folder with nothing but a repository in it', async () => {
    mkdirSync(join(folder, '.git'));
    expect((await typed(['init', folder])).code).toBe(0);
    expect(readdirSync(folder).sort()).toEqual([
      '.git',
      '.github',
      '.gitignore',
      'README.md',
      'cdk8s.yaml',
      'main.ts',
      'package.json',
      'release.test.ts',
      'release.ts',
      'tsconfig.json',
    ]);
  });

  it.each([
    ['Fraud Detection', 'fraud-detection'],
    ['42', 'model-delivery'],
    ['-x_y-', 'x-y'],
    ['ä', 'model-delivery'],
  ])('calls what is in the folder %j %j', async (name, expected) => {
    await typed(['init', '--', join(folder, name)]);
    expect(JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')).name).toBe(expected);
  });

  it('refuses a folder that holds anything, says what, and changes nothing', async () => {
    writeFileSync(join(folder, 'notes.md'), '');
    writeFileSync(join(folder, 'other.md'), '');
    expect(await typed(['init', folder])).toEqual({
      code: 2,
      out: '',
      err: `error: '${folder}' is not empty: it holds 'notes.md' and 1 more; name a new or empty folder\n`,
    });
    expect(readdirSync(folder)).toEqual(['notes.md', 'other.md']);
  });

  it.each([
    ['a file', (at: string) => [join(at, 'file')], /can't be written: it is there already/],
    ['two folders', (at: string) => [join(at, 'a'), join(at, 'b')], /init takes one folder/],
  ])('refuses %s', async (_, args, message) => {
    writeFileSync(join(folder, 'file'), '');
    const { code, out, err } = await typed(['init', ...args(folder)]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  });
});
