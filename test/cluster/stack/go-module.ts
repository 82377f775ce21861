import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../harness/driver';

/** A Go module below `conformance/` whose tools are servers for these tests. */
export interface GoModule {
  /** What its binaries are made from: they are built again when one of these changes. */
  readonly sources: readonly Buffer[];
  /** Go's version, or nothing where there is none. */
  goVersion(): string;
  /** Tells something of a module it uses, such as `{{.Version}}`. */
  list(path: string, format: string): string;
  /** Builds the tools into a folder. */
  build(folder: string, options?: { readonly tags?: string; readonly ldflags?: readonly string[] }): void;
}

export function goModule(...path: readonly string[]): GoModule {
  const cwd = join(root, 'conformance', ...path);
  const go = (...args: readonly string[]) => execFileSync('go', args, { cwd, encoding: 'utf8' });
  return {
    sources: ['go.mod', 'go.sum'].map((name) => readFileSync(join(cwd, name))),
    goVersion: () => spawnSync('go', ['env', 'GOVERSION'], { cwd, encoding: 'utf8' }).stdout?.trim() ?? '',
    list: (path, format) => go('list', '-m', '-f', format, path).trim(),
    build: (folder, { tags, ldflags = [] } = {}) => {
      const tools: readonly { readonly Path: string }[] = JSON.parse(go('mod', 'edit', '-json')).Tool;
      const flags = [...(tags === undefined ? [] : ['-tags', tags]), '-ldflags', ['-s -w', ...ldflags].join(' ')];
      execFileSync('nice', ['go', 'build', ...flags, '-o', `${folder}/`, ...tools.map(({ Path }) => Path)], {
        cwd,
        env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false' },
        stdio: ['ignore', 2, 2],
      });
    },
  };
}
