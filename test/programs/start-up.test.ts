import { expect, it } from 'vitest';
import { type ProgramName, programNames } from '../../src/programs/bundle';
import { runProgram } from './run-program';

const report =
  "process.on('exit', () => { const { user, system } = process.cpuUsage(); console.error(user + system); })";
const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(report)}`;

/** What k6 or Python runs has the start-up of k6 and Python. */
const ofNode = programNames.filter((name) => !['check-model', 'evaluate', 'generate-load'].includes(name));

it.each(ofNode)(
  '%s starts and ends within 150 ms of CPU time, 200 for the one that does most, a measure that a busy machine does not change',
  async (name: ProgramName) => {
    const microseconds: number[] = [];
    for (let round = 0; round < 5; round += 1)
      microseconds.push(Number((await runProgram(name, { NODE_OPTIONS })).stderr));
    expect(Math.min(...microseconds)).toBeGreaterThan(1000);
    expect(Math.min(...microseconds)).toBeLessThan(name === 'release' ? 200_000 : 150_000);
  },
);
