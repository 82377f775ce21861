import { isCollection, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { goTags } from './go-tags';
import { type Place, placeOf, placesOn } from './place';
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
    const key = keyThatIsNone(parsed.contents);
    if (key !== undefined)
      return {
        problems: [{ kind: 'syntax', message: "what begins with { or [ can't be a key: put it in quotes", ...at(key) }],
      };
    try {
      if (!text.endsWith('\n')) endAsInGo(parsed.contents, text.length);
      const value: unknown = parsed.toJS();
      const root = placeOf(parsed.contents);
      return { document: documentOf(value, root, at), problems: duplicateKeys(root, at) };
    } catch (cause) {
      return { problems: [{ kind: 'syntax', message: unreadable(cause), ...at(0) }] };
    }
  }
  const lenient = readLeniently(text);
  if (lenient === undefined)
    return {
      problems: [{ kind: 'syntax', message: told(error.message) + hintFor(text, error.pos[0]), ...at(error.pos[0]) }],
    };
  // What the parser made out is where it says; of the rest, what it stands in.
  const { start, positionOf } = documentOf(lenient.value, placeOf(parsed.contents), at);
  return { document: { value: lenient.value, start, positionOf, sourceOf: () => undefined }, problems: [] };
}

/** Where a map or a list is the key of a map, which Go does not take. */
function keyThatIsNone(node: unknown): number | undefined {
  for (const item of isMap(node) || isSeq(node) ? node.items : []) {
    const [key, value] = isPair(item) ? [item.key, item.value] : [undefined, item];
    const at = isCollection(key) ? key.range?.[0] : keyThatIsNone(value);
    if (at !== undefined) return at;
  }
  return undefined;
}

/** What mostly is the matter: a text that begins as a map or a list does. */
function hintFor(text: string, at: number): string {
  const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return /(?:^|[:-] +)[{[][^'"]*[}\]]\s*$/.test(before) ? ': a text that begins with { or [ needs quotes' : '';
}

/** The first line of what the parser says; of its own limits in words that mean something to others. */
function told(message: string): string {
  if (/call stack/.test(message)) return 'it is nested too deeply to be read';
  // The place is told beside it.
  return (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
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

function documentOf(value: unknown, root: Place, at: (character: number) => Position): YamlDocument {
  const start = at(Math.max(0, root.start));
  return {
    value,
    start,
    positionOf: (path) => {
      const characters = placesOn(path, root).map((place) => (place.nameStart < 0 ? place.start : place.nameStart));
      const last = characters.findLast((character) => character >= 0);
      return last === undefined ? start : at(last);
    },
    sourceOf: (path) => {
      const place = path.length === 0 ? root : placesOn(path, root)[path.length - 1];
      return place === undefined ? undefined : sourceOf(place, at);
    },
  };
}

function duplicateKeys({ fields, items }: Place, at: (character: number) => Position): YamlProblem[] {
  if (fields === undefined) return items?.flatMap((item) => duplicateKeys(item, at)) ?? [];
  const seen = new Set<string>();
  return fields.flatMap((field) => {
    const { name, nameStart } = field;
    const inside = duplicateKeys(field, at);
    if (name === undefined) return inside;
    if (!seen.has(name)) {
      seen.add(name);
      return inside;
    }
    const place = at(nameStart);
    return [
      { kind: 'duplicate-key', message: `the key '${name}' is there twice; readers keep the last one`, ...place },
      ...inside,
    ];
  });
}
