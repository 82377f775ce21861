// npm run test:cluster [-- smoke|full|compliance|aiops|flts|iac|release [argo|tekton] [every]|compare [N]|--full|files and options of vitest]: the
// real API server, and the real controllers of Argo and Tekton, run what we emit. Needs Linux, root or user namespaces, and Go
// the first time; `release` what test/services needs, too. Says so where it can't run, and fails then in CI.
import { join } from 'node:path';
import { drive, nothingRun, scratchOf, vitest } from '../harness/driver';
import { notIsolable } from '../harness/isolation';
import { lacking, programs } from '../services/install/programs';
import { binaries, noBuild } from './stack/binaries';
import { noTektonBuild, tektonBinaries } from './stack/tekton/tekton-binaries';

const args = process.argv.slice(2);
const released = args[0] === 'release';
// Tekton's controller takes a port at every address that the releases on Argo need.
const withTekton = !released || args.some((word) => /\btekton\b/.test(word));
// Those of the examples and of releases need servers that are programs of their own.
const withServices = released || args.length === 0 || args.some((word) => /^--full$|\b(aiops|flts|iac)\b/.test(word));
const reason =
  notIsolable() ?? noBuild() ?? (withServices ? lacking() : undefined) ?? (withTekton ? noTektonBuild() : undefined);

if (reason !== undefined) nothingRun('cluster', reason);
else {
  drive({
    name: 'cluster',
    command: commandOf(args),
    env: {
      COMPARE_RUNS: runsToCompare(args),
      ...(args.includes('every') && { RELEASE_ROWS: 'every' }),
      CLUSTER_BINARIES: JSON.stringify(binaries()),
      CLUSTER_SCRATCH: scratchOf('cluster'),
      ...(withServices && { SERVICES_PROGRAMS: JSON.stringify(programs()), SERVICES_SCRATCH: scratchOf('cluster') }),
      ...(withTekton && { CLUSTER_TEKTON: JSON.stringify(tektonBinaries()) }),
    },
  });
}

/** What runs inside: the tests, or with `up` only the servers, until somebody ends them. */
function commandOf([part, ...rest]: readonly string[]): readonly string[] {
  if (part === 'up') return ['--import', 'tsx', join(__dirname, 'up.ts')];
  const config = join(__dirname, 'vitest.config.mts');
  if (part === 'release') return vitest(join(__dirname, 'release', 'vitest.config.mts'), releases(rest));
  if (part === 'compare') return vitest(config, [...rest.filter((one) => !/^\d+$/.test(one)), 'test/cluster/compare/']);
  if (part === '--full') return vitest(config, rest);
  if (
    part === 'smoke' ||
    part === 'full' ||
    part === 'compliance' ||
    part === 'aiops' ||
    part === 'flts' ||
    part === 'iac'
  )
    return vitest(config, [...rest, `test/cluster/${part}/`]);
  return vitest(config, part === undefined ? [] : [part, ...rest]);
}

/** Those of one engine, Argo unless Tekton is named; or files. */
function releases(words: readonly string[]): readonly string[] {
  const others = words.filter((word) => !['argo', 'tekton', 'every'].includes(word));
  if (others.some((word) => word.startsWith('test/'))) return others;
  return [...others, `test/cluster/release/${withTekton ? 'tekton' : 'argo'}/`];
}

/** How many generated workflows the simulator has to foretell: `compare 250`, or 1,000 with `--full`. */
function runsToCompare([part, count]: readonly string[]): string {
  if (part === '--full') return '1000';
  return part === 'compare' && /^\d+$/.test(count ?? '') ? (count ?? '') : '100';
}
