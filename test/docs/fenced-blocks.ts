/** A fenced block of code in a document, or in a comment of a source file. */
export interface FencedBlock {
  readonly file: string;
  /** Line of the file where the code starts, from 1. */
  readonly line: number;
  readonly language: string;
  /** What stands behind the language: `no-check the reason`. */
  readonly info: string;
  readonly lines: readonly string[];
  /** The last line with text before the fence. */
  readonly before: string;
}

/** The blocks of a Markdown document. */
export function blocksOfMarkdown(file: string, text: string): readonly FencedBlock[] {
  const lines = text.split('\n');
  const blocks: FencedBlock[] = [];
  for (let i = 0; i < lines.length; i++) {
    const [, indent = '', language = '', info = ''] = /^(\s*)```(\w*)\s*(.*)$/.exec(lines[i] ?? '') ?? [];
    if (!/^\s*```/.test(lines[i] ?? '')) continue;
    const start = i + 1;
    while (++i < lines.length && (lines[i] ?? '').trim() !== '```');
    if (i >= lines.length) throw new Error(`${file}:${start} opens a block that nothing closes`);
    const before = lines.slice(0, start - 1).findLast((line) => line.trim() !== '') ?? '';
    const code = lines.slice(start, i).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
    blocks.push({ file, line: start + 1, language, info, lines: code, before: before.trim() });
  }
  return blocks;
}

/** The blocks in the doc comments of a source file. */
export function blocksOfComments(file: string, text: string): readonly FencedBlock[] {
  return [...text.matchAll(/^([ \t]*)\/\*\*\n[\s\S]*?\*\//gm)].flatMap((comment) => {
    const before = text.slice(0, comment.index).split('\n').length - 1;
    // Every line stays a line, so that places are right.
    const plain = comment[0].replace(/^[ \t]*\* ?\/?|^[ \t]*\/\*\*/gm, '');
    return blocksOfMarkdown(file, plain).map((block) => ({ ...block, line: block.line + before }));
  });
}
