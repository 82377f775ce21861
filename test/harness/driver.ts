import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isolated } from './isolation';

export const root: string = join(__dirname, '..', '..');

/** What a driver runs. */
export interface Driven {
  /** What it calls itself in its output; its files are in `.cache/<name>/`. */
  readonly name: string;
  /** Arguments for Node. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Where what runs inside may write; empty at the start, and nothing of it stays. */
export function scratchOf(name: string): string {
  return join(root, '.cache', name, 'scratch');
}

/** Runs Node in namespaces of its own until it ends or somebody ends this process, and leaves nothing behind. */
export function drive({ name, command, env }: Driven): void {
  const scratch = scratchOf(name);
  mkdirSync(scratch, { recursive: true });
  const [program = '', ...args] = [...isolated(scratch), 'node', ...command];
  const child = spawn(program, args, { cwd: root, env: { ...process.env, ...env }, stdio: 'inherit' });
  const stop = () => child.kill('SIGKILL');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  endWithNpm(stop);
  child.on('exit', (code) => {
    console.log(`${name}: took ${(performance.now() / 1000).toFixed(0)} s`);
    process.exitCode = code ?? 1;
  });
}

/** Says why nothing runs on this machine, which is a failure in CI. */
export function nothingRun(name: string, reason: string): void {
  console.error(`${name}: nothing was run: ${reason}`);
  process.exitCode = process.env.CI === 'true' ? 1 : 0;
}

/** Arguments for Node: vitest with a configuration of its own. */
export function vitest(config: string, args: readonly string[]): readonly string[] {
  return [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', config, ...args];
}

/** When npm dies without telling, nobody waits for the tests. */
function endWithNpm(stop: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const npm = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== npm) stop();
  }, 500);
  timer.unref();
}
