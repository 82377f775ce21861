import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What a program leaves in its output folder.
 *
 * @internal
 */
export interface Ending {
  /** The file that holds the word. */
  readonly kind: 'verdict' | 'outcome' | 'decision';
  readonly word: string;
  /** One line, already cleaned when it is written. */
  readonly reason: string;
  /** Whether the process exits 0. */
  readonly done: boolean;
  /** More files by name. */
  readonly outputs?: Readonly<Record<string, string>>;
}

/**
 * Writes `evidence.json`, `reason`, other outputs and, last, the word: whoever finds it finds what belongs to it.
 *
 * Each file appears whole or not at all, because the process can be killed at any moment.
 *
 * @internal
 */
export function writeOutputs(folder: string, { kind, word, reason, outputs = {} }: Ending, evidence: unknown): void {
  // Not recursive: below /proc that would go round for ever.
  if (!existsSync(folder)) mkdirSync(folder);
  writeWhole(join(folder, 'evidence.json'), `${JSON.stringify(evidence, null, 2)}\n`);
  writeWhole(join(folder, 'reason'), reason);
  for (const [name, text] of Object.entries(outputs)) writeWhole(join(folder, name), text);
  writeWhole(join(folder, kind), word);
}

function writeWhole(path: string, text: string): void {
  const unfinished = `${path}.part`;
  writeFileSync(unfinished, text);
  renameSync(unfinished, path);
}
