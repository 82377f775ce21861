import type { LineText } from './line-text';
import type { Repair } from './repair';
import type { TextRepair } from './repair-edits';

/** Takes one code out of a comment, and with the last one the comment; a line that held nothing else goes with it. @internal */
export function dropSuppression(
  { line, column, code }: Extract<Repair, { kind: 'drop-suppression' }>,
  lines: LineText,
): TextRepair | undefined {
  const text = lines.lineOf(line);
  const start = lines.startOf(line);
  const [, head = '', listed = ''] = /^(#\s*cdk8s-mlops-ignore\s+)([^:]*)/.exec(text.slice(column - 1)) ?? [];
  const codes = listed.split(',').map((each) => each.trim());
  if (!codes.includes(code)) return undefined;
  if (codes.length > 1) {
    const at = start + column - 1 + head.length;
    const left = codes.filter((each) => each !== code).join(', ');
    return { edits: [{ start: at, end: at + listed.trimEnd().length, by: left }] };
  }
  const before = text.slice(0, column - 1).trimEnd();
  return before === ''
    ? { edits: [{ start, end: lines.startOf(line + 1), by: '' }] }
    : { edits: [{ start: start + before.length, end: start + text.length, by: '' }] };
}
