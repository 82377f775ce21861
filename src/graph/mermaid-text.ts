import type { Picture, PictureBox, PictureNode, Shape } from './picture';

const shapes: { readonly [shape in Shape]: readonly [string, string] } = {
  step: ['[', ']'],
  approval: ['{{', '}}'],
  wait: ['(', ')'],
  decision: ['{', '}'],
  red: ['([', '])'],
  done: ['((', '))'],
  closed: ['[[', ']]'],
  absent: ['[[', ']]'],
  schedule: ['[/', '/]'],
};

const styles: readonly (readonly [string, readonly Shape[], string])[] = [
  ['red', ['red'], 'fill:#fde8e8,stroke:#c53030,color:#742a2a'],
  ['approval', ['approval'], 'fill:#fefcbf,stroke:#b7791f,color:#5f370e'],
  ['absent', ['absent'], 'stroke-dasharray:4 4'],
];

/** A picture as Mermaid reads it. @see https://mermaid.js.org/syntax/flowchart.html @internal */
export function mermaidText(picture: Picture): string {
  const lines = ['flowchart TD', ...inside(undefined, picture, '  ')];
  for (const { from, to, label, dotted } of picture.edges) {
    const word = label === '' ? '' : `|${quoted([label])}|`;
    lines.push(`  ${from} ${dotted ? '-.->' : '-->'}${word} ${to}`);
  }
  for (const [name, drawnAs, style] of styles) {
    const ids = picture.nodes.filter(({ shape }) => drawnAs.includes(shape)).map(({ id }) => id);
    if (ids.length > 0) lines.push(`  classDef ${name} ${style}`, `  class ${ids.join(',')} ${name}`);
  }
  return `${lines.join('\n')}\n`;
}

function inside(box: string | undefined, picture: Picture, indent: string): readonly string[] {
  const isHere = (each: PictureNode | PictureBox): boolean => each.box === box;
  return [
    ...picture.nodes.filter(isHere).map(({ id, shape, lines }) => `${indent}${id}${shapes[shape].join(quoted(lines))}`),
    ...picture.boxes
      .filter(isHere)
      .flatMap(({ id, title }) => [
        `${indent}subgraph ${id} [${quoted([title])}]`,
        ...inside(id, picture, `${indent}  `),
        `${indent}end`,
      ]),
  ];
}

/**
 * Text that Mermaid shows as it is. Whatever it might read as its own is written as a number: quotes, `%%` comments and
 * directives, entities, Markdown, HTML, and what looks like a style (it cuts those before it parses).
 */
function quoted(lines: readonly string[]): string {
  return `"${lines.map(escaped).join('<br/>')}"`;
}

function escaped(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  const signs = [...plain];
  const short = signs.length > 80 ? `${signs.slice(0, 79).join('')}…` : plain;
  return short === '' ? '?' : short.replace(MEANT, (sign) => `#${sign.codePointAt(0)};`);
}

/** Signs that mean something to Mermaid, wherever or where they start a list or stress a word in Markdown. */
const MEANT = /[^\p{L}\p{M}\p{N} .,/()'=+*!?@…-]|^[-+*]|(?<=^\d+)[.)]|\*(?=\S)|(?<=\S)\*/gu;
