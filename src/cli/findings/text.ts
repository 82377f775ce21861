import type { Finding } from '../../lint/finding';
import { paint } from '../terminal';

/** Longer lines are cut around the place. */
const widest = 120;

/** Each finding with the line that it is about, a caret below the place, and how to mend it; then how many there are; where there are none, how many files were looked at. @internal */
export function findingsText(findings: readonly Finding[], texts: ReadonlyMap<string, string>, color: boolean): string {
  const linesOf = lineReader(texts);
  const shown = findings.map((finding) => {
    const { file, line, column, severity, code, message, fix } = finding;
    const word = paint(`${severity} ${code}`, severity === 'error' ? 'red' : 'yellow', color);
    const head = `${paint(`${file}:${line}:${column}`, 'bold', color)}: ${word}: ${message}\n`;
    return `${head}${excerpt(linesOf(file)?.[line - 1], line, column, color)}  fix: ${fix}\n\n`;
  });
  return shown.join('') + summary(findings, texts.size);
}

function lineReader(texts: ReadonlyMap<string, string>): (file: string) => readonly string[] | undefined {
  const known = new Map<string, readonly string[]>();
  return (file) => {
    const text = texts.get(file);
    if (text === undefined) return undefined;
    const lines = known.get(file) ?? text.split(/\r\n|\n|\r/);
    known.set(file, lines);
    return lines;
  };
}

function excerpt(text: string | undefined, line: number, column: number, color: boolean): string {
  if (text === undefined || text.trim() === '') return '';
  const start = column > widest ? column - 20 : 0;
  // Nothing that a file holds may move the cursor of a terminal.
  const cut = text.slice(start, start + widest).replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ');
  const number = String(line);
  const gutter = ' '.repeat(number.length);
  const caret = `${' '.repeat(Math.max(0, Math.min(column - 1 - start, cut.length)))}^`;
  return `  ${paint(`${number} |`, 'dim', color)} ${cut}\n  ${paint(`${gutter} |`, 'dim', color)} ${caret}\n`;
}

function summary(findings: readonly Finding[], files: number): string {
  if (findings.length === 0) return `${plural(files, 'file')}, no findings\n`;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const counted = [
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(findings.length > errors ? [plural(findings.length - errors, 'warning')] : []),
  ];
  return `${counted.join(', ')}\n`;
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
