import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { goTags } from './go-tags';
import { readLeniently } from './read-leniently';
import { type FieldSource, sourceOf } from './source';
import { type DocumentText, splitDocuments } from './split-documents';

/**
 * A place in a file; both count from 1.
 *
 * @internal
 */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Something in a file that is wrong as YAML.
 *
 * @internal
 */
export interface YamlProblem extends Position {
  /** `syntax`: no reader takes the document. `duplicate-key`: readers take it and keep the last one. */
  readonly kind: 'syntax' | 'duplicate-key';
  readonly message: string;
}

/**
 * Way to a value: names of fields and indexes of items.
 *
 * @internal
 */
export type YamlPath = readonly (string | number)[];

/**
 * One document of a file.
 *
 * @internal
 */
export interface YamlDocument {
  /** What kubectl would send to the cluster: plain data. */
  readonly value: unknown;
  /** Where the document starts. */
  readonly start: Position;
  /**
   * Where a value is: its key in a map, its first character in a list. For a path that does not exist, the nearest place
   * above it; for a document that only the lenient reader takes, its start.
   */
  positionOf(path: YamlPath): Position;
  /** Where its text is; `undefined` for what does not exist, comes by an alias or was read leniently. */
  sourceOf(path: YamlPath): FieldSource | undefined;
}

/** @internal */
export interface YamlFile {
  readonly documents: readonly YamlDocument[];
  readonly problems: readonly YamlProblem[];
}

/**
 * Reads a file as kubectl, Argo CD and the engines do, keeping the place of every value.
 *
 * Never throws: documents that no reader takes are problems. Documents without content are left out.
 *
 * @internal
 */
export function readYaml(file: string): YamlFile {
  const documents: YamlDocument[] = [];
  const problems: YamlProblem[] = [];
  for (const document of splitDocuments(file)) {
    const read = readDocument(document);
    problems.push(...read.problems);
    if (read.document !== undefined && read.document.value !== null) documents.push(read.document);
  }
  return { documents, problems };
}

interface ReadDocument {
  readonly document?: YamlDocument;
  readonly problems: readonly YamlProblem[];
}

function readDocument({ text, line }: DocumentText): ReadDocument {
  const lines = new LineCounter();
  const parsed = parseDocument(text, { lineCounter: lines, customTags: goTags, schema: 'failsafe', uniqueKeys: false });
  const at = (offset: number): Position => {
    const { line: below, col } = lines.linePos(offset);
    return { line: line + Math.max(0, below - 1), column: Math.max(1, col) };
  };
  const [error] = parsed.errors;
  if (error === undefined) {
    try {
      if (!text.endsWith('\n')) endAsInGo(parsed.contents, text.length);
      const value: unknown = parsed.toJS();
      const start = at(parsed.contents?.range[0] ?? 0);
      return {
        document: {
          value,
          start,
          positionOf: (path) => positionIn(parsed, path, at) ?? start,
          sourceOf: (path) => sourceOf(entryAt(parsed, path), at),
        },
        problems: duplicateKeys(parsed.contents, at),
      };
    } catch (cause) {
      return { problems: [{ kind: 'syntax', message: unreadable(cause), ...at(0) }] };
    }
  }
  const lenient = readLeniently(text);
  if (lenient === undefined)
    return { problems: [{ kind: 'syntax', message: told(error.message), ...at(error.pos[0]) }] };
  const start = at(0);
  return {
    document: { value: lenient.value, start, positionOf: () => start, sourceOf: () => undefined },
    problems: [],
  };
}

/** The first line of what the parser says; of its own limits in words that mean something to others. */
function told(message: string): string {
  if (/call stack/.test(message)) return 'it is nested too deeply to be read';
  return message.split('\n')[0] ?? '';
}

/** Why a document that is well written has no value. */
function unreadable(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/alias count/.test(message)) return 'its aliases multiply until nothing could hold what they stand for';
  if (/Unresolved alias/.test(message))
    return message.replace(/^Unresolved alias.*?: (.*)$/, "there is no anchor for the alias '$1'");
  return told(message);
}

/** Where the file ends without a line feed, Go gives none to a block scalar that ends there either. */
function endAsInGo(node: unknown, end: number): void {
  if (isMap(node)) endAsInGo(node.items.at(-1)?.value, end);
  else if (isSeq(node)) endAsInGo(node.items.at(-1), end);
  else if (isScalar(node) && node.type?.startsWith('BLOCK_') && node.range?.[2] === end) {
    node.value = String(node.value).replace(/\n$/, '');
  }
}

function positionIn(
  { contents }: Document.Parsed,
  path: YamlPath,
  at: (offset: number) => Position,
): Position | undefined {
  let node: unknown = contents;
  let found: Position | undefined;
  for (const step of path) {
    const next = entryOf(node, step);
    if (next === undefined) break;
    if (next.place?.range) found = at(next.place.range[0]);
    node = next.value;
  }
  return found;
}

/** A field or an item: where it begins, and the node of its value. */
interface Entry {
  readonly place: Node | undefined;
  readonly value: unknown;
}

function entryAt({ contents }: Document.Parsed, path: YamlPath): Entry | undefined {
  let entry: Entry | undefined = { place: undefined, value: contents };
  for (const step of path) entry = entryOf(entry?.value, step);
  return entry;
}

function entryOf(node: unknown, step: string | number): Entry | undefined {
  if (isMap(node)) {
    // Readers keep the last of several.
    const pair = node.items.findLast(({ key }) => isScalar(key) && String(key.value) === String(step));
    return pair === undefined ? undefined : { place: isNode(pair.key) ? pair.key : undefined, value: pair.value };
  }
  const item = isSeq(node) && typeof step === 'number' ? node.items[step] : undefined;
  return item === undefined ? undefined : { place: isNode(item) ? item : undefined, value: item };
}

function duplicateKeys(node: unknown, at: (offset: number) => Position): YamlProblem[] {
  if (isSeq(node)) return node.items.flatMap((item) => duplicateKeys(item, at));
  if (!isMap(node)) return [];
  const seen = new Set<string>();
  return node.items.flatMap(({ key, value }) => {
    const below = duplicateKeys(value, at);
    if (!isScalar(key)) return below;
    const name = String(key.value);
    if (!seen.has(name)) {
      seen.add(name);
      return below;
    }
    const place = at(key.range?.[0] ?? 0);
    return [
      { kind: 'duplicate-key', message: `the key '${name}' is there twice; readers keep the last one`, ...place },
      ...below,
    ];
  });
}
