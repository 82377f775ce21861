// npm run test:cluster [-- smoke|full] [vitest's options]: the real API server and Argo controller run what we emit.
// Needs Linux, root or user namespaces, and Go the first time; says so where it can't run, and fails then only in CI.
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
  const built = binaries();
  mkdirSync(scratch, { recursive: true });
  const command = commandOf(process.argv.slice(2));
  const [program = '', ...args] = [...isolated(scratch), ...command];
  const env = { ...process.env, CLUSTER_BINARIES: JSON.stringify(built), CLUSTER_SCRATCH: scratch };
  const child = spawn(program, args, { cwd: root, env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill('SIGKILL'));
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

/** After `--`, any command runs beside the servers' files: for experiments. */
function commandOf([first, ...rest]: readonly string[]): readonly string[] {
  if (first === '--') return rest;
  const vitest = [
    'node',
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--config',
    join(__dirname, 'vitest.config.mts'),
  ];
  if (first === 'smoke' || first === 'full') return [...vitest, ...rest, `test/cluster/${first}/`];
  return [...vitest, ...(first === undefined ? [] : [first, ...rest])];
}
