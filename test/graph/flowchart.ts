/** A Mermaid flowchart as it is understood: nodes by what they show. */
export interface Flowchart {
  /** `[train]`, `([rejected | ends red])`: the lines in the signs of the shape. */
  readonly nodes: readonly string[];
  /** `train -pass-> publish`; a box is named by its title. */
  readonly arrows: readonly string[];
  /** `box: a, b`; a box in a box as `outer / inner: a, b`. */
  readonly boxes: readonly string[];
}

const label = String.raw`"((?:[\p{L}\p{M}\p{N} .,/()'=+*!?@…<>-]|#\d+;)+)"`;
const shapes = [
  ['[', ']'],
  ['{{', '}}'],
  ['(', ')'],
  ['{', '}'],
  ['([', '])'],
  ['((', '))'],
  ['[[', ']]'],
  ['[/', '/]'],
] as const;
const literal = (text: string): string => text.replace(/[[\](){}/]/g, '\\$&');
const id = '(s_[A-Za-z0-9_]*)';
const nodeLine = new RegExp(
  `^ +${id}(?:${shapes.map(([open, close]) => `(${literal(open)})${label}${literal(close)}`).join('|')})$`,
  'u',
);
const boxLine = new RegExp(`^ +subgraph ${id} \\[${label}\\]$`, 'u');
const edgeLine = new RegExp(`^ {2}${id} (-->|-\\.->)(?:\\|${label}\\|)? ${id}$`, 'u');

/**
 * Reads the part of Mermaid's grammar that we write, and nothing else: every line is known, every label is closed and has no
 * sign that Mermaid takes for its own, every id is declared once and before it is used.
 */
export function readFlowchart(text: string): Flowchart {
  const [head, ...lines] = text.split('\n');
  if (head !== 'flowchart TD') throw new Error(`no flowchart: ${head}`);
  if (lines.pop() !== '') throw new Error('the last line has no end');
  const shown = new Map<string, string>();
  const nodes: string[] = [];
  const arrows: string[] = [];
  const boxes = new Map<string, string[]>();
  const open: string[] = [];
  const declare = (name: string, what: string): void => {
    if (shown.has(name)) throw new Error(`${name} is declared twice`);
    shown.set(name, what);
  };
  const use = (name: string): string => {
    const what = shown.get(name);
    if (what === undefined) throw new Error(`${name} is not declared`);
    return what;
  };
  for (const line of lines) {
    const node = nodeLine.exec(line);
    const box = boxLine.exec(line);
    const edge = edgeLine.exec(line);
    if (node !== null) {
      const parts = node.slice(2).filter((part) => part !== undefined);
      const lined = decoded(parts[1] ?? '');
      declare(node[1] ?? '', lined);
      const shape = shapes.find(([sign]) => sign === parts[0]);
      nodes.push(`${shape?.[0]}${lined}${shape?.[1]}`);
      if (open.length > 0) boxes.get(open.join(' / '))?.push(lined);
    } else if (box !== null) {
      const title = decoded(box[2] ?? '');
      declare(box[1] ?? '', title);
      open.push(title);
      boxes.set(open.join(' / '), []);
    } else if (/^ +end$/.test(line)) {
      if (open.pop() === undefined) throw new Error('a box ends that did not begin');
    } else if (edge !== null) {
      const [, from = '', arrow, word, to = ''] = edge;
      const [start, end] = arrow === '-->' ? ['-', '->'] : ['.', '.>'];
      arrows.push(`${use(from)} ${word === undefined ? arrow : `${start}${decoded(word)}${end}`} ${use(to)}`);
    } else if (/^ {2}class s_/.test(line)) {
      const [, ids = ''] = /^ {2}class ([\w,]+) [a-z]+$/.exec(line) ?? [];
      ids.split(',').map(use);
    } else if (!/^ {2}classDef [a-z]+ [a-z#0-9:, -]+$/.test(line)) throw new Error(`no line of a flowchart: ${line}`);
  }
  if (open.length > 0) throw new Error(`the box ${open.join(' / ')} does not end`);
  return { nodes, arrows, boxes: [...boxes].map(([title, members]) => `${title}: ${members.join(', ')}`) };
}

function decoded(text: string): string {
  if (/[<>]/.test(text.replaceAll('<br/>', ''))) throw new Error(`HTML in ${text}`);
  return text.replaceAll('<br/>', ' | ').replace(/#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}
