import type { Finding } from '../../lint/finding';
import { fixFiles } from '../../lint/fix/fix';
import { lint } from '../../lint/lint';
import type { LintOptions } from '../../lint/options';
import { replaceText } from '../output/replace-text';
import { paint, type Terminal } from '../terminal';

/** @internal */
export interface FixedInPlace {
  /** What is left, also what is wrong as YAML. */
  readonly findings: readonly Finding[];
  /** What the files hold now. */
  readonly texts: ReadonlyMap<string, string>;
  /** Whether a file could not be written. */
  readonly failed: boolean;
}

/** Mends files, and tells each thing that it mended and each file that it had to leave. @internal */
export function fixInPlace(
  texts: ReadonlyMap<string, string>,
  options: LintOptions,
  isIgnored: (finding: Finding) => boolean,
  { err, color }: Pick<Terminal, 'err' | 'color'>,
): FixedInPlace {
  const files = [...texts].map(([file, text]) => ({ file, text }));
  const fixed = fixFiles(files, options, (finding) => !isIgnored(finding));
  const left = new Map<string, string>();
  for (const [file, text] of fixed.texts) {
    const trouble = replaceText(file, texts.get(file) ?? '', text);
    if (trouble !== undefined) left.set(file, trouble);
  }
  for (const { file, line, column, code, message } of fixed.repaired) {
    if (!left.has(file)) err(`${paint(`${file}:${line}:${column}`, 'bold', color.err)}: fixed ${code}: ${message}\n`);
  }
  for (const [file, trouble] of left)
    err(`${paint(file, 'bold', color.err)}: ${paint('not fixed', 'red', color.err)}: ${trouble}\n`);
  const now = new Map(
    files.map(({ file, text }) => [file, left.has(file) ? text : (fixed.texts.get(file) ?? text)] as const),
  );
  const findings = lint(
    [...now].map(([file, text]) => ({ file, text })),
    options,
  );
  return { findings, texts: now, failed: left.size > 0 };
}
