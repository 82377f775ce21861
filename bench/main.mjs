// npm run bench [-- --compare] [--write] [--peers]: ratios within one run, each measurement in a process of its own.
//   --compare  says which ratios are more than 20% worse than the committed ones, and then exits 1
//   --write    commits this run's results: bench/baseline.json and docs/benchmarks.md
//   --peers    adds Hera and kubernetes-models, where they are installed
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { peers } from './peers.mjs';
import { ratios } from './ratios.mjs';
import { markdown } from './report.mjs';

const { values: options } = parseArgs({
  options: { compare: { type: 'boolean' }, write: { type: 'boolean' }, peers: { type: 'boolean' } },
});
const here = import.meta.dirname;
const baselineFile = join(here, 'baseline.json');

function measured(...args) {
  process.stderr.write(`measuring ${args.join(' ')} …\n`);
  const child = spawnSync(process.execPath, ['--expose-gc', join(here, 'case.mjs'), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0) throw new Error(`the measurement '${args.join(' ')}' failed`);
  return JSON.parse(child.stdout);
}

/** The quickest of several runs; what else the machine does only ever makes a run slower. */
function best(runs, ...args) {
  const all = Array.from({ length: runs }, () => measured(...args));
  return { ms: Math.min(...all.map(({ ms }) => ms)), megabytes: Math.max(...all.map(({ megabytes }) => megabytes)) };
}

const results = {
  writer: measured('writer'),
  ours1000: best(7, 'synth', 'ours', '1000'),
  plain1000: best(5, 'synth', 'plain', '1000'),
  lazy1000: best(5, 'synth', 'lazy', '1000'),
  stock1000: best(3, 'synth', 'stock', '1000'),
  ours10000: best(2, 'synth', 'ours', '10000'),
  charts1000: best(7, 'charts', 'ours', '1000'),
  charts3000: best(7, 'charts', 'ours', '3000'),
  stockCharts3000: best(1, 'charts', 'stock', '3000'),
  tenSteps: measured('ten-steps'),
  verifyOne: measured('verify', 'one'),
  verifyAll: measured('verify', 'all'),
  verifyTekton: measured('verify', 'all', 'tekton'),
  linted1000: best(2, 'synth', 'linted', '1000'),
  lintCorpus: measured('lint', 'corpus'),
  lintDocuments: measured('lint', 'documents'),
  lintOne: measured('lint', 'one'),
  peers: options.peers ? peers() : {},
};
const rows = ratios(results);
process.stdout.write(`${markdown(results, rows)}\n`);

if (options.compare) {
  const baseline = JSON.parse(readFileSync(baselineFile, 'utf8'));
  const worse = rows.filter(({ name, value, atLeast }) => {
    const before = baseline[name];
    return before !== undefined && (atLeast === undefined ? value > before * 1.2 : value < before / 1.2);
  });
  for (const { name, value } of worse) process.stdout.write(`worse: ${name}: ${value}, was ${baseline[name]}\n`);
  if (worse.length === 0) process.stdout.write('no ratio is more than 20% worse than the committed one\n');
  else process.exitCode = 1;
}
if (options.write) {
  const kept = Object.fromEntries(rows.map(({ name, value }) => [name, value]));
  writeFileSync(baselineFile, `${JSON.stringify(kept, undefined, 2)}\n`);
  writeFileSync(join(here, '../docs/benchmarks.md'), markdown(results, rows));
}
