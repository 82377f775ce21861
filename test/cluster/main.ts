// npm run test:cluster [-- smoke|full|files and options of vitest]: the real API server and Argo controller run what we
// emit. Needs Linux, root or user namespaces, and Go the first time; says so where it can't run, and fails then in CI.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { binaries, noBuild } from './stack/binaries';
import { isolated, notIsolable } from './stack/isolation';

const root = join(__dirname, '..', '..');
const scratch = join(root, '.cache', 'cluster', 'scratch');
const reason = notIsolable() ?? noBuild();

if (reason !== undefined) {
  console.error(`cluster: nothing was run: ${reason}`);
  process.exitCode = process.env.CI === 'true' ? 1 : 0;
} else {
  const CLUSTER_BINARIES = JSON.stringify(binaries());
  mkdirSync(scratch, { recursive: true });
  const [program = '', ...args] = [...isolated(scratch), 'node', ...commandOf(process.argv.slice(2))];
  const env = { ...process.env, CLUSTER_BINARIES, CLUSTER_SCRATCH: scratch };
  const child = spawn(program, args, { cwd: root, env, stdio: 'inherit' });
  const stop = () => child.kill('SIGKILL');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  endWithNpm(stop);
  child.on('exit', (code) => {
    console.log(`cluster: took ${(performance.now() / 1000).toFixed(0)} s`);
    process.exitCode = code ?? 1;
  });
}

/** What runs inside: the tests, or with `up` only the servers, until somebody ends them. */
function commandOf([part, ...rest]: readonly string[]): readonly string[] {
  if (part === 'up') return ['--import', 'tsx', join(__dirname, 'up.ts')];
  const vitest = [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--config',
    join(__dirname, 'vitest.config.mts'),
  ];
  if (part === 'smoke' || part === 'full') return [...vitest, ...rest, `test/cluster/${part}/`];
  return part === undefined ? vitest : [...vitest, part, ...rest];
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
