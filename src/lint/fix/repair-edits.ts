import { goScalar } from '../../yaml/go-scalar';
import { isMap } from '../../yaml/is-map';
import type { YamlPath } from '../../yaml/read';
import { quoted, scalar } from '../../yaml/scalar';
import type { FieldSource, SourceRange } from '../../yaml/source';
import type { LintDocument } from '../document';
import { dropSuppression } from './drop-suppression';
import type { Edit, LineText } from './line-text';
import type { Changed, Repair } from './repair';

/** A repair in the text of a file, and what it makes of the manifest; no field for what is a comment. @internal */
export interface TextRepair {
  readonly edits: readonly Edit[];
  readonly changed?: Changed;
}

/** The text for a repair; `undefined` where the field is written in a way that is better mended by hand. @internal */
export function repairEdits(repair: Repair, document: LintDocument, lines: LineText): TextRepair | undefined {
  if (repair.kind === 'drop-suppression') return dropSuppression(repair, lines);
  const { path } = repair;
  const source = document.sourceOf(path);
  if (source === undefined) return undefined;
  const value = valueAt(document.value, path);
  const replace = (range: SourceRange, by: string): Edit => ({
    start: lines.offsetOf(range.start),
    end: lines.offsetOf(range.end),
    by,
  });
  switch (repair.kind) {
    case 'rename':
      if (source.key === undefined || !isOneLine(source.key)) return undefined;
      return {
        edits: [replace(source.key, likeBefore(lines.textOf(source.key), repair.to))],
        changed: { path, name: repair.to, value },
      };
    case 'replace':
      if (!isScalarText(source)) return undefined;
      return {
        edits: [replace(source.value, likeBefore(lines.textOf(source.value), repair.to))],
        changed: { path, value: repair.to },
      };
    case 'quote': {
      const text = lines.textOf(source.value);
      if (source.style !== 'plain' || text === '') return undefined;
      return { edits: [replace(source.value, quoted(text))], changed: { path, value: text } };
    }
    case 'unquote': {
      if (!isScalarText(source) || source.style === 'plain' || typeof value !== 'string') return undefined;
      return { edits: [replace(source.value, value)], changed: { path, value: goScalar(value) } };
    }
    case 'succeed': {
      const { to, field } = repair;
      if (source.key === undefined || !isOneLine(source.key)) return undefined;
      const wrapped = wrapEdits(source, field, lines);
      if (wrapped === undefined) return undefined;
      return {
        edits: [replace(source.key, likeBefore(lines.textOf(source.key), to)), ...wrapped],
        changed: { path, name: to, value: field === undefined ? [value] : { [field]: value } },
      };
    }
  }
}

/** Edits that make a value the only item of a list, or the only field of a map. */
function wrapEdits(source: FieldSource, field: string | undefined, lines: LineText): readonly Edit[] | undefined {
  const start = lines.offsetOf(source.value.start);
  const end = lines.offsetOf(source.value.end);
  const [open, close] = field === undefined ? ['[', ']'] : [`{ ${scalar(field)}: `, ' }'];
  if (isScalarText(source)) {
    const text = lines.textOf(source.value);
    // In brackets more characters have a meaning than outside.
    const by = source.style === 'plain' && typeof goScalar(text) === 'string' ? quoted(text) : text;
    return [{ start, end, by: `${open}${by}${close}` }];
  }
  if (source.style === 'flow') {
    return [
      { start, end: start, by: open },
      { start: end, end, by: close },
    ];
  }
  if (source.style !== 'block' || field !== undefined) return undefined;
  const first = source.value.start.line;
  const last = source.value.end.column === 1 ? source.value.end.line - 1 : source.value.end.line;
  const below = Array.from({ length: last - first }, (_, i) => first + 1 + i).filter(
    (line) => lines.lineOf(line).trim() !== '',
  );
  return [
    { start, end: start, by: '- ' },
    ...below.map((line) => ({ start: lines.startOf(line), end: lines.startOf(line), by: '  ' })),
  ];
}

const isOneLine = ({ start, end }: SourceRange): boolean => start.line === end.line;

const isScalarText = ({ style }: FieldSource): boolean =>
  style === 'plain' || style === 'single-quoted' || style === 'double-quoted';

/** A text in the quotes that the one before had. */
function likeBefore(before: string, text: string): string {
  if (before.startsWith("'")) return `'${text.replaceAll("'", "''")}'`;
  if (before.startsWith('"')) return JSON.stringify(text);
  return scalar(text);
}

function valueAt(value: unknown, path: YamlPath): unknown {
  let at = value;
  for (const step of path) at = isMap(at) || Array.isArray(at) ? Reflect.get(at, step) : undefined;
  return at;
}
