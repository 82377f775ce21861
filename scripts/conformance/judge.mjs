// Lets the Go programs in conformance/cmd/judge and conformance/kserve look at manifests.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { built, isBuilt as isProgramBuilt, whyNot } from './program.mjs';

export { whyNot };

/** Whether judging starts at once. */
export const isBuilt = () => isProgramBuilt('judge') && isProgramBuilt('kserve');

let command;

/** Builds what is not up to date, and says how to start it. */
export function build() {
  if (command !== undefined) return command;
  const reason = whyNot();
  if (reason !== undefined) throw new Error(reason);
  const home = built('judge', (run, folder) => run(['-write-crds', '-crds', join(folder, 'crds')]));
  const kserve = built('kserve', (run) => run(['-write-runtimes']));
  command = [join(home, 'judge'), '-crds', join(home, 'crds'), '-kserve', join(kserve, 'kserve')];
  return command;
}

/** Verdicts of all judges on all documents of the files, which may refer to each other. */
export function judge(files, { tekton = [] } = {}) {
  const [program, ...known] = build();
  if (files.length === 0) return [];
  const features = tekton.flatMap((feature) => ['-tekton', feature]);
  const printed = execFileSync(program, [...known, ...features, ...files], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return printed
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** What Tekton's webhooks make of the documents that they know: `{ file, doc, object }`, as the API server stores them. */
export function defaulted(files) {
  const [program] = build();
  const printed = execFileSync(program, ['-defaulted', ...files], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return printed
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** Whether a verdict fails a run: what no judge knows may be misspelt, while a judge that cannot tell is no objection. */
export const isRed = ({ judge, verdict }) => verdict === 'rejected' || judge === '';
