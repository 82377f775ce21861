import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const here = import.meta.dirname;

/** Other libraries on the template of ten tasks, µs per template, as far as they are installed. */
export function peers() {
  const found = {
    'Hera (Python)': run(process.env.PYTHON ?? 'python3', 'hera-ten-steps.py'),
    'kubernetes-models and yaml': run(process.execPath, 'kubernetes-models-ten-steps.mjs'),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

function run(command, program) {
  const child = spawnSync(command, [join(here, 'peers', program)], { encoding: 'utf8' });
  if (child.status === 0) return Number(child.stdout);
  process.stderr.write(`left out: ${program}: ${child.stderr?.trim().split('\n').at(-1) ?? child.error?.message}\n`);
  return undefined;
}
