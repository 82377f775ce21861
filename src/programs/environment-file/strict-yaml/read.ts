import type { Mapping, Node, Scalar, Sequence } from './node';
import { oneLineValue } from './one-line-value';
import { type SourceLine, sourceLines, uneditable } from './source-lines';

const key = /^(?:([A-Za-z0-9_][A-Za-z0-9_./-]*)|"([^"\\]*)"|'([^']*)'):(?= |$)/;
const blockHeader = /^[|>][+-]? *( #.*)?$/;

/**
 * Reads the part of YAML in which one value can be replaced without touching anything else: block mappings and
 * sequences, values of one line, blocks of text, comments.
 *
 * What it accepts means the same to every reader of YAML; what might not is refused with the number of its line.
 *
 * @returns nothing if there is no content
 * @throws Trouble for everything else: anchors, tags, several documents, tabs, duplicate keys, values over several lines
 * @internal
 */
export function readStrictYaml(text: string): Node | undefined {
  const lines = sourceLines(text);
  let at = 0;

  const peek = (): SourceLine | undefined => {
    while (lines[at]?.isContent === false) at += 1;
    return lines[at];
  };

  const block = (line: SourceLine): Node =>
    isItem(line, line.indent) ? sequence(line.indent) : mapping(line, line.indent);

  const mapping = (first: SourceLine, indent: number): Mapping => {
    const entries = new Map<string, Node>();
    for (let line: SourceLine | undefined = first; line !== undefined; line = peek()) {
      if (line !== first && line.indent !== indent) break;
      const found = key.exec(line.raw.slice(indent));
      if (found === null) throw uneditable(line, 'expected a key of letters, digits and _./- with a colon');
      const name = found[1] ?? found[2] ?? found[3] ?? '';
      if (entries.has(name)) throw uneditable(line, 'its key is there twice');
      at += 1;
      entries.set(name, value(line, indent + found[0].length, indent, true));
    }
    return { kind: 'mapping', entries };
  };

  const sequence = (indent: number): Sequence => {
    const items: Node[] = [];
    for (let line = peek(); line !== undefined && line.indent === indent && isItem(line, indent); line = peek()) {
      const column = indent + (/^- */.exec(line.raw.slice(indent))?.[0].length ?? 0);
      const inside = line.raw.slice(column);
      if (key.test(inside)) {
        items.push(mapping(line, column));
      } else {
        at += 1;
        items.push(value(line, indent + 1, indent, false));
      }
    }
    return { kind: 'sequence', items };
  };

  /** @param indent of the mapping or sequence that it is a value of */
  const value = (line: SourceLine, from: number, indent: number, inMapping: boolean): Node => {
    const start = from + (/^ */.exec(line.raw.slice(from))?.[0].length ?? 0);
    const rest = line.raw.slice(start);
    if (rest === '' || rest.startsWith('#')) {
      const next = peek();
      if (next !== undefined && next.indent > indent) return block(next);
      if (inMapping && next !== undefined && next.indent === indent && isItem(next, indent)) return sequence(indent);
      return { kind: 'scalar', text: '', line: line.index, start: from, end: from };
    }
    if (/^[|>]/.test(rest)) {
      if (!blockHeader.test(rest)) throw uneditable(line, 'a block of text may only begin with | or >, and + or -');
      passText(indent);
      return { kind: 'opaque' };
    }
    const read = oneLineValue(rest);
    if (read.kind === 'misfit') throw uneditable(line, read.why);
    const next = peek();
    if (next !== undefined && next.indent > indent)
      throw uneditable(next, 'it continues what is above it, or fits nothing');
    if (read.kind === 'flow') return { kind: 'opaque' };
    return { kind: 'scalar', text: read.text, line: line.index, start, end: start + read.length };
  };

  /** Passes over the lines of a block of text. */
  const passText = (indent: number): void => {
    let own: number | undefined;
    let blank = 0;
    for (let line = lines[at]; line !== undefined; at += 1, line = lines[at]) {
      if (line.raw.length === line.indent) {
        if (own === undefined) blank = Math.max(blank, line.indent);
        continue;
      }
      if (line.indent <= indent) return;
      own ??= line.indent;
      if (line.indent < own || blank > own || line.raw[line.indent] === '\t') {
        throw uneditable(line, 'the indentation of the block of text changes');
      }
    }
  };

  const first = peek();
  if (first === undefined) return undefined;
  if (first.indent !== 0) throw uneditable(first, 'the first line of content is indented');
  const node = block(first);
  const left = peek();
  if (left !== undefined) throw uneditable(left, 'its indentation fits nothing above it');
  return node;
}

function isItem(line: SourceLine, column: number): boolean {
  return /^-( |$)/.test(line.raw.slice(column));
}

/** What lies at a path of keys. @internal */
export function nodeAt(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  return path.reduce((inner, name) => (inner?.kind === 'mapping' ? inner.entries.get(name) : undefined), node);
}

/** The text at a path of keys, if there is text. @internal */
export function scalarAt(node: Node | undefined, ...path: readonly string[]): Scalar | undefined {
  const found = nodeAt(node, ...path);
  return found?.kind === 'scalar' ? found : undefined;
}
