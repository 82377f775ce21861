/**
 * The text of one document and where it starts.
 *
 * @internal
 */
export interface DocumentText {
  readonly text: string;
  /** Line of its first character, from 1. */
  readonly line: number;
}

/**
 * The documents of a file. `---` at the start of a line ends a document, even inside a scalar.
 *
 * @internal
 */
export function splitDocuments(file: string): readonly DocumentText[] {
  const documents: DocumentText[] = [];
  let lines: string[] = [];
  let start = 1;
  const close = (next: number): void => {
    // What another line follows ends in a line feed: readers count it to a block scalar.
    if (next > 0) lines.push('');
    if (lines.some((line) => !NO_CONTENT.test(line))) documents.push({ text: lines.join('\n'), line: start });
    lines = [];
    start = next;
  };
  file
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .forEach((line, index) => {
      // Comments and directives before the marker belong to the document that it starts.
      if (MARKER.test(line) && !lines.every((before) => BEFORE_MARKER.test(before))) close(index + 1);
      lines.push(line);
      if (END.test(line)) close(index + 2);
    });
  close(0);
  return documents;
}

const MARKER = /^---(?=\s|$)/;
const END = /^\.\.\.(?=\s|$)/;
const BEFORE_MARKER = /^(?:%.*|[ \t]*(?:#.*)?)$/;
const NO_CONTENT = /^(?:%.*|(?:---|\.\.\.)?[ \t]*(?:#.*)?)$/;
