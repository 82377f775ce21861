import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json';
import { programFile, programNames } from '../../src/programs/bundle';
import { pack, type Tarball } from './pack';

describe('the packed package', () => {
  let tarball: Tarball;
  beforeAll(() => {
    tarball = pack();
  });
  afterAll(() => rmSync(tarball.folder, { recursive: true }));

  it('holds the build and its papers, and nothing else', () => {
    const papers = ['CHANGELOG.md', 'LICENSE', 'NOTICE', 'README.md', 'package.json'];
    expect(tarball.paths.filter((path) => !path.startsWith('lib/')).sort()).toEqual(papers);
  });

  it('holds every file that package.json points to', () => {
    const { main, types, exports, typesVersions, bin } = manifest;
    const pointers = JSON.stringify({ main, types, exports, typesVersions }).match(/(?<="\.\/)[^"]+\.\w+(?=")/g) ?? [];
    const targets = [...pointers, ...Object.values(bin)];
    expect(targets).toContain('lib/index.js');
    expect(targets.filter((path) => !tarball.paths.includes(path))).toEqual([]);
  });

  it('holds every program that runs inside pods', () => {
    expect(tarball.paths).toEqual(
      expect.arrayContaining(programNames.map((name) => `lib/programs/${programFile(name)}`)),
    );
  });

  it('holds the file that threads of verify are begun with', () => {
    expect(tarball.paths).toContain('lib/simulate/explore/parallel/worker.js');
  });

  it('has nothing that publint objects to', () => {
    expect(run('publint', ['run', tarball.file, '--strict'])).toEqual({ status: 0, errors: '' });
  });

  it('has types that resolve in node10, node16 from CommonJS and ESM, and bundlers', () => {
    expect(attw(tarball, '--exclude-entrypoints', 'testing/vitest')).toEqual({ status: 0, errors: '' });
  });

  // As vitest itself: its tests are modules, whatever the project is.
  it('has types for vitest that resolve everywhere, and are ESM', () => {
    const asked = ['--entrypoints', 'testing/vitest', '--ignore-rules', 'cjs-resolves-to-esm'];
    expect(attw(tarball, ...asked)).toEqual({ status: 0, errors: '' });
  });
});

function attw({ file }: Tarball, ...asked: readonly string[]): ReturnType<typeof run> {
  return run('attw', [file, '--format', 'ascii', '--no-color', ...asked]);
}

function run(tool: string, args: readonly string[]): { readonly status: number | null; readonly errors: string } {
  const { status, stdout, stderr } = spawnSync(`node_modules/.bin/${tool}`, args, { encoding: 'utf8' });
  return { status, errors: status === 0 ? '' : `${stdout}${stderr}` };
}
