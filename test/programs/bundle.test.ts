import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { codes } from '../../src/core/codes';
import { programFile, programNames, programText } from '../../src/programs/bundle';

const root = join(__dirname, '..', '..');
const python = programNames.filter((name) => programFile(name).endsWith('.py'));
const standardLibrary = (
  'base64 collections datetime hashlib importlib json math os re shutil signal subprocess sys tempfile threading time ' +
  'unicodedata urllib warnings xml'
).split(' ');

describe('the bundled programs', () => {
  it('are the folders of src/programs that have an entry', () => {
    const folders = readdirSync(join(root, 'src', 'programs')).filter((name) =>
      ['main.ts', `${name}.mjs`, `${name}.py`].some((file) => existsSync(join(root, 'src', 'programs', name, file))),
    );
    expect([...programNames].sort()).toEqual(folders.sort());
  });

  it('that are Python are shipped as they stand in the sources', () => {
    expect(python).toEqual(['check-model', 'evaluate']);
    for (const name of python) {
      expect(programText(name)).toBe(readFileSync(join(root, 'src', 'programs', name, `${name}.py`), 'utf8'));
    }
  });

  describe.each(programNames)('%s', (name) => {
    const text = programText(name);

    const withGit = text.includes('\n// library:isomorphic-git\n');
    // It does the work of most others; its ConfigMap asks to be applied from the server's side.
    const isRelease = name === 'release';
    const limit = isRelease ? 450 : withGit ? 230 : 200;
    it(`is at most ${limit} KB${isRelease ? '' : ', and small enough for kubectl to keep a copy of it'}`, () => {
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit * 1024);
      if (isRelease) return;
      expect(Buffer.byteLength(JSON.stringify(text))).toBeLessThan(256 * 1024 - 4096);
    });

    it('names the licence of what is not ours', () => {
      expect(text.includes('Permission is hereby granted, free of charge')).toBe(withGit);
    });

    it('imports nothing but what its interpreter brings along', () => {
      if (python.includes(name)) {
        const imported = [...text.matchAll(/^(?:import|from) ([a-z0-9_]+)/gm)].map(([, module]) => module ?? '');
        expect(imported.filter((module) => !standardLibrary.includes(module))).toEqual([]);
        expect(text).not.toMatch(/__import__|^ +(?:import|from) /m);
        // What the image of training brings along, where it is looked for by name.
        const named = [...text.matchAll(/\bmodule\("([^"]+)"\)/g)].map(([, module]) => module);
        expect(named).toEqual(name === 'check-model' ? ['sklearn.pipeline', 'joblib', 'sklearn'] : []);
        expect(text.match(/importlib\./g) ?? []).toHaveLength(named.length > 0 ? 1 : 0);
        return;
      }
      const imported = [...text.matchAll(/^\s*(?:import|export)\b.*?\bfrom\s+["']([^"']+)["']/gm)].map(
        ([, module]) => module,
      );
      const runner = name === 'generate-load' ? /^k6\b/ : /^node:/;
      expect(imported.filter((module) => !runner.test(module ?? ''))).toEqual([]);
      expect(text).not.toMatch(/\brequire\(|\bimport\(|__commonJS|__esm/);
    });

    it('is for people to read: names, lines of a sane length, and where each part comes from', () => {
      const mark = python.includes(name) ? '#' : '//';
      expect(text).toMatch(new RegExp(`^${mark} ${name} of cdk8s-mlops`));
      if (existsSync(join(root, 'src', 'programs', name, 'main.ts')))
        expect(text).toContain(`\n// src/programs/${name}/main.ts\n`);
      const lengths = text.split('\n').map((line) => line.length);
      expect(lengths.reduce((sum, length) => sum + length) / lengths.length).toBeLessThan(60);
    });

    it('contains no path of the machine it was made on', () => {
      expect(text).not.toContain(root);
      expect(text).not.toContain('node_modules');
    });

    it('survives YAML and engines as it stands: ASCII, no tabs, no trailing spaces, no tags', () => {
      expect(text).toMatch(/^[\x20-\x7e\n]+\n$/);
      expect(text).not.toMatch(/ \n|\{\{/);
    });
  });

  it('have the same bytes whatever folder they are bundled from', () => {
    const before = programNames.map(programText);
    execFileSync(process.execPath, [join(root, 'scripts', 'bundle-programs.mjs')], { cwd: '/' });
    expect(programNames.map(programText)).toEqual(before);
  });

  it('are asked for by an error that says how to make them when they are missing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'unbuilt-'));
    mkdirSync(join(folder, 'src', 'programs'), { recursive: true });
    vi.doMock('node:path', async (original) => {
      const path = await original<typeof import('node:path')>();
      return { ...path, join: (...parts: string[]) => path.join(folder, ...parts.slice(1)) };
    });
    vi.resetModules();
    const unbuilt = await import('../../src/programs/bundle.js');
    expect(() => unbuilt.programText('hold')).toThrow(/MLP3901: program 'hold' is not bundled.*npm run build/s);
    vi.doUnmock('node:path');
    rmSync(folder, { recursive: true });
    expect(codes).toHaveProperty('MLP3901');
  });
});
