import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { documentsIn, filesIn, manifestsIn, read, temporaryFolder } from './output';

const OBJECTS = 2000;
const root = join(__dirname, '../..');
const program = ['--import', 'tsx', join(__dirname, 'fill-folder.ts')];

function fill(outdir: string, layout: string, content: string): void {
  const run = spawnSync(process.execPath, [...program, outdir, layout, `${OBJECTS}`, content], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(run.stderr).toBe('');
}

/** Kills the program as soon as it has come so far. */
async function fillAndKill(outdir: string, layout: string, content: string, moment: () => boolean): Promise<void> {
  const run = spawn(process.execPath, [...program, outdir, layout, `${OBJECTS}`, content], {
    cwd: root,
    stdio: 'ignore',
  });
  const ended = once(run, 'exit');
  while (run.exitCode === null && !moment()) await setTimeout(1);
  run.kill('SIGKILL');
  await ended;
}

function staged(outdir: string): string | undefined {
  return readdirSync(outdir).find((name) => name.startsWith('.gitops-app.'));
}

function contents(outdir: string): Set<unknown> {
  const found = manifestsIn(outdir).flatMap((file) => documentsIn(read(outdir, file)));
  expect(found).toHaveLength(OBJECTS);
  return new Set(
    found.map((manifest) => {
      const { content, end } = (manifest as { data: { content: string; end: string } }).data;
      return end === 'whole' && content;
    }),
  );
}

describe('a program that is killed while it writes', () => {
  it('leaves one big file as it was', async () => {
    const outdir = temporaryFolder();
    fill(outdir, 'file-per-chart', 'old');
    const before = read(outdir, 'chart.yaml');
    await fillAndKill(outdir, 'file-per-chart', 'new', () => staged(outdir) !== undefined);
    expect(staged(outdir)).toBeDefined();
    expect(manifestsIn(outdir)).toEqual(['chart.yaml']);
    expect(read(outdir, 'chart.yaml')).toBe(before);
    fill(outdir, 'file-per-chart', 'newer');
    expect(contents(outdir)).toEqual(new Set(['newer']));
    expect(filesIn(outdir)).toEqual(['.gitops-app', 'REQUIRES.md', 'chart.yaml']);
  }, 60_000);

  it('leaves each of many files old or new, never half, and the next run mends everything', async () => {
    const outdir = temporaryFolder();
    fill(outdir, 'file-per-object', 'old');
    const last = join(outdir, 'ns/configmap_o0.yaml');
    const halfStaged = (): boolean => {
      const stage = staged(outdir);
      const folder = join(outdir, stage ?? '', 'ns');
      return stage !== undefined && existsSync(folder) && readdirSync(folder).length > OBJECTS / 2;
    };
    await fillAndKill(outdir, 'file-per-object', 'second', halfStaged);
    expect(contents(outdir)).toEqual(new Set(['old']));
    await fillAndKill(outdir, 'file-per-object', 'third', () => readFileSync(last, 'utf8').includes('third'));
    for (const content of contents(outdir)) expect(['old', 'third']).toContain(content);
    fill(outdir, 'file-per-object', 'fourth');
    expect(contents(outdir)).toEqual(new Set(['fourth']));
    expect(filesIn(outdir)).toHaveLength(OBJECTS + 2);
  }, 120_000);
});

describe('a disk that is full', () => {
  it('leaves the old files and says so', () => {
    const outdir = temporaryFolder();
    fill(outdir, 'file-per-chart', 'old');
    const before = filesIn(outdir).map((file) => [file, read(outdir, file)]);
    // A limit on the size of files makes the system refuse to write, as a full disk does.
    const command = `ulimit -f 100; exec "$0" "$@"`;
    const args = [process.execPath, ...program, outdir, 'file-per-chart', `${OBJECTS}`, 'new'];
    const run = spawnSync('bash', ['-c', command, ...args], { cwd: root, encoding: 'utf8' });
    expect(run.status).not.toBe(0);
    expect(run.stderr).toContain('MLP4006');
    expect(filesIn(outdir).map((file) => [file, read(outdir, file)])).toEqual(before);
  }, 60_000);
});
