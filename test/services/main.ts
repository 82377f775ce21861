// npm run test:services [-- files and options of vitest]: our programs against real servers. Needs Linux, root or user
// namespaces, git, Python, Go and apt-get the first time; says so where it can't run, and fails then in CI.
import { join } from 'node:path';
import { drive, nothingRun, scratchOf, vitest } from '../harness/driver';
import { notIsolable } from '../harness/isolation';
import { lacking, programs } from './install/programs';

const reason = notIsolable() ?? lacking();

if (reason !== undefined) nothingRun('services', reason);
else {
  drive({
    name: 'services',
    command: vitest(join(__dirname, 'vitest.config.mts'), process.argv.slice(2)),
    env: { SERVICES_PROGRAMS: JSON.stringify(programs()), SERVICES_SCRATCH: scratchOf('services') },
  });
}
