// Lets the Go programs in conformance/cmd/judge and conformance/kserve look at manifests.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as program from './program.mjs';

export const { whyNot } = program;

/** Whether judging starts at once. */
export const isBuilt = () => program.isBuilt('judge') && program.isBuilt('kserve');

/** Builds what is not up to date, and says how to start it. */
export function build() {
  const reason = whyNot();
  if (reason !== undefined) throw new Error(reason);
  const home = program.built('judge', (run, folder) => run(['-write-crds', '-crds', join(folder, 'crds')]));
  const kserve = program.built('kserve', (run) => run(['-write-runtimes']));
  return [join(home, 'judge'), '-crds', join(home, 'crds'), '-kserve', join(kserve, 'kserve')];
}

/** Verdicts of all judges on all documents of the files, which may refer to each other. */
export function judge(files, { tekton = [] } = {}) {
  const [command, ...known] = build();
  if (files.length === 0) return [];
  const features = tekton.flatMap((feature) => ['-tekton', feature]);
  const printed = execFileSync(command, [...known, ...features, ...files], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return printed
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
