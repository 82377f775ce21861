import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Verdict } from './verdict';

/**
 * What a gate leaves in its output folder.
 *
 * @internal
 */
export interface GateOutputs {
  readonly verdict: Verdict;
  /** One line, already cleaned. */
  readonly reason: string;
  readonly evidence: unknown;
}

/**
 * Writes `evidence.json`, `reason` and, last, `verdict`: whoever finds a verdict finds what belongs to it.
 *
 * Each file appears whole or not at all, because the process can be killed at any moment.
 *
 * @internal
 */
export function writeOutputs(folder: string, { verdict, reason, evidence }: GateOutputs): void {
  // Not recursive: below /proc that would go round for ever.
  if (!existsSync(folder)) mkdirSync(folder);
  writeWhole(join(folder, 'evidence.json'), `${JSON.stringify(evidence, null, 2)}\n`);
  writeWhole(join(folder, 'reason'), reason);
  writeWhole(join(folder, 'verdict'), verdict);
}

function writeWhole(path: string, text: string): void {
  const unfinished = `${path}.part`;
  writeFileSync(unfinished, text);
  renameSync(unfinished, path);
}
