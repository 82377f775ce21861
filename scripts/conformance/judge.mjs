// Lets the Go program in conformance/cmd/judge look at manifests.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as program from './program.mjs';

export const { whyNot } = program;

/** Whether judging starts at once. */
export const isBuilt = () => program.isBuilt('judge');

/** Verdicts of all judges on all documents of the files, which may refer to each other. */
export function judge(files) {
  const reason = whyNot();
  if (reason !== undefined) throw new Error(reason);
  const home = program.built('judge', (run, folder) => run(['-write-crds', '-crds', join(folder, 'crds')]));
  if (files.length === 0) return [];
  const printed = execFileSync(join(home, 'judge'), ['-crds', join(home, 'crds'), ...files], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return printed
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
