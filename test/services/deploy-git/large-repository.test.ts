import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { programText } from '../../../src/programs/bundle';
import { newFolder } from '../place';
import { type GitServer, startGitServer } from '../servers/git-server';
import { deploy, environmentFor, file } from './deployment';

/** Git itself takes long to pack what does not compress, and a busy machine longer. */
const patient = { DEADLINE_SECONDS: '100' };

let server: GitServer;
beforeAll(async () => {
  server = await startGitServer();
});
afterAll(() => server.stop());

/** Runs the program and measures it; `/usr/bin/time` is not everywhere. */
async function measured(environment: Readonly<Record<string, string>>) {
  const folder = newFolder('measured');
  const out = mkdtempSync(join(folder, 'out-'));
  const program = join(folder, 'deploy-git.mjs');
  const usage = join(folder, 'usage.cjs');
  writeFileSync(program, programText('deploy-git'));
  writeFileSync(
    usage,
    `process.on('exit', () => require('fs').writeFileSync('${folder}/rss', String(process.resourceUsage().maxRSS)))`,
  );
  const started = performance.now();
  await promisify(execFile)(process.execPath, ['--require', usage, program], { env: { OUT_DIR: out, ...environment } });
  return {
    seconds: (performance.now() - started) / 1000,
    mebibytes: Number(readFileSync(join(folder, 'rss'), 'utf8')) / 1024,
    outcome: readFileSync(join(out, 'outcome'), 'utf8'),
  };
}

it('a repository of 1,000 files and 500 commits takes less than 20 s and 256 MiB', async () => {
  const text = (number: number): string =>
    `# ${'x'.repeat(60)}\n`.repeat(100) +
    Math.random()
      .toString()
      .repeat(number % 50);
  const files = Array.from({ length: 1000 }, (_, number) => [`apps/${number % 40}/${number}.yaml`, text(number)]);
  const repository = server.create('large', Object.fromEntries(files));
  repository.commitEach(
    Array.from({ length: 500 }, (_, number) => ({ [`apps/${number % 40}/${number}.yaml`]: text(number) })),
  );
  const { seconds, mebibytes, outcome } = await measured(environmentFor(repository.url, 1, 1, patient));
  console.log(`1,000 files, 500 commits: ${seconds.toFixed(1)} s, ${mebibytes.toFixed(0)} MiB`);
  expect(outcome).toBe('deployed');
  expect(seconds).toBeLessThan(20);
  expect(mebibytes).toBeLessThan(256);
  expect(repository.read(file)).toContain('fence token');
  expect(repository.log()).toHaveLength(502);
}, 120_000);

/** Text of which three quarters are left when it is compressed. */
const noise = (megabytes: number): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Array.from({ length: megabytes * 2 }, (_, number) => [
      `models/${number}.txt`,
      randomBytes(375_000).toString('base64'),
    ]),
  );

it('a branch of 15 MB when compressed stays within 256 MiB too', async () => {
  const repository = server.create('heavy', noise(20));
  const { seconds, mebibytes, outcome } = await measured(environmentFor(repository.url, 1, 1, patient));
  console.log(`20 MB: ${seconds.toFixed(1)} s, ${mebibytes.toFixed(0)} MiB`);
  expect(outcome).toBe('deployed');
  expect(mebibytes).toBeLessThan(256);
}, 120_000);

it('a larger one is refused with the reason, not killed for its memory', async () => {
  const repository = server.create('too-heavy', noise(26));
  const { exit, outputs } = await deploy(environmentFor(repository.url, 1, 1));
  expect(exit).toBe(1);
  expect(outputs.reason).toMatch(/the answer is larger than 16777216 bytes/);
}, 120_000);
