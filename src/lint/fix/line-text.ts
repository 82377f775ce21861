import type { Position } from '../../yaml/read';
import type { SourceRange } from '../../yaml/source';

/** A change of a text: what stands from `start` to `end` becomes `by`. @internal */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

/** A text by its lines, whose ends stay as they are. @internal */
export interface LineText {
  /** Where a place is in the whole text. */
  offsetOf(position: Position): number;
  textOf(range: SourceRange): string;
  /** A line without its end. */
  lineOf(line: number): string;
  /** Where a line begins, counted from 1; past the last one, the end of the text. */
  startOf(line: number): number;
}

/** @internal */
export function lineText(text: string): LineText {
  // Readers don't count the byte order mark.
  const starts = [text.startsWith('\ufeff') ? 1 : 0];
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + end.length);
  const startOf = (line: number): number => starts[line - 1] ?? text.length;
  const offsetOf = ({ line, column }: Position): number => startOf(line) + column - 1;
  return {
    offsetOf,
    startOf,
    textOf: ({ start, end }) => text.slice(offsetOf(start), offsetOf(end)),
    lineOf: (line) => text.slice(startOf(line), startOf(line + 1)).replace(/[\r\n]+$/, ''),
  };
}

/** The text with all edits made; `undefined` where two of them touch the same characters. @internal */
export function edited(text: string, edits: readonly Edit[]): string | undefined {
  // What is put in comes before what is replaced at the same place.
  const ordered = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, by } of ordered) {
    if (start < at) return undefined;
    parts.push(text.slice(at, start), by);
    at = end;
  }
  return parts.join('') + text.slice(at);
}
