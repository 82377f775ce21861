import type { LintDocument } from '../document';

/** A comment that says that a finding is meant to stay. @internal */
export interface Suppression {
  readonly document: LintDocument;
  /** Line of the comment. */
  readonly line: number;
  readonly column: number;
  /** Line that it speaks of: its own, or the next one with something on it where the comment stands alone. */
  readonly of: number;
  readonly code: string;
  readonly reason: string;
}

const comment = /(?<=^|\s)#\s*cdk8s-mlops-ignore\b(?<rest>.*)$/;
const wanted = /^\s+(?<codes>[A-Za-z]+\d*(?:\s*,\s*[A-Za-z]+\d*)*)\s*(?::\s*(?<reason>.*))?$/;

/**
 * The suppressions of a file: `# cdk8s-mlops-ignore MLL2101: the reason`, at the end of a line or on a line before it.
 *
 * @param document any of the file's, for the place of what is said of the comment itself
 * @internal
 */
export function suppressionsIn(document: LintDocument): readonly Suppression[] {
  if (!document.text.includes('cdk8s-mlops-ignore')) return [];
  const lines = document.text.split(/\r\n|\n|\r/);
  return lines.flatMap((text, i) => {
    const match = comment.exec(text);
    if (match === null) return [];
    const { codes = '', reason = '' } = wanted.exec(match.groups?.rest ?? '')?.groups ?? {};
    const alone = text.slice(0, match.index).trim() === '';
    const place = { document, line: i + 1, column: match.index + 1, of: alone ? lineAfter(lines, i) : i + 1 };
    return codes.split(',').map((code) => ({ ...place, code: code.trim(), reason: reason.trim() }));
  });
}

function lineAfter(lines: readonly string[], comment: number): number {
  const next = lines.findIndex((line, i) => i > comment && /^\s*[^\s#]/.test(line));
  return (next < 0 ? comment : next) + 1;
}
