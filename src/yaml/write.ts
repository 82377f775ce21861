import { PipelineError } from '../core/error';
import { blockScalar } from './block-scalar';
import { isMap } from './is-map';
import { manifestOrder, nameFirst } from './key-order';
import { isPlain } from './plain-scalar';
import { numberScalar, quoted, scalar } from './scalar';
import { TextBuffer } from './text-buffer';
import { findUnwritable, MAX_DEPTH, unwritable } from './unwritable';

/** Readers look for the colon behind a key only within 1,024 characters. */
const MAX_SIMPLE_KEY = 1000;

/** Keys repeat from object to object: the texts of so many different ones are kept. */
const MAX_KNOWN_KEYS = 10_000;

/**
 * Writes one document as YAML that Go, Python and JavaScript readers give back exactly, always with the same bytes.
 *
 * Map entries keep their order, except that a Kubernetes object starts with apiVersion, kind, metadata, spec, its
 * metadata with name and namespace, and a list item with its name. Entries that are `undefined` are left out. Sequences
 * are not indented below their key, as kubectl and kustomize print them.
 *
 * @returns the text, ending in one line feed; without `---`
 * @throws PipelineError MLP4001 when a value has no form in YAML: NaN, a function, an instance of a class, half a
 * surrogate pair, a structure that contains itself
 * @example
 * writeYaml({ kind: 'ConfigMap', apiVersion: 'v1', data: { on: 'yes' } });
 * // apiVersion: v1
 * // kind: ConfigMap
 * // data:
 * //   "on": "yes"
 * @internal
 */
export function writeYaml(value: unknown): string {
  write(value);
  return out.toString();
}

/**
 * The same as UTF-8, for a file.
 *
 * @returns bytes that the next call overwrites
 * @throws PipelineError MLP4001
 * @internal
 */
export function yamlBytes(value: unknown): Uint8Array {
  write(value);
  return out.bytes();
}

/** One for all calls: each of them starts anew. */
const out = new TextBuffer();

function write(value: unknown): void {
  out.clear();
  try {
    if (isMap(value)) {
      if (!entries(manifestOrder(value), 0, true)) out.put('{}');
    } else if (Array.isArray(value)) {
      if (value.length === 0) out.put('[]');
      else items(value, 0, true);
    } else out.put(typeof value === 'string' ? scalar(value) : leaf(value));
    out.put('\n');
  } catch (cause) {
    if (cause !== unwritable) throw cause;
    throw new PipelineError(findUnwritable(value));
  }
}

const pads: string[] = ['\n'];
function pad(depth: number): string {
  let text = pads[depth];
  if (text === undefined) {
    if (depth > MAX_DEPTH) throw unwritable;
    text = `\n${'  '.repeat(depth)}`;
    pads[depth] = text;
  }
  return text;
}

/** Writes the entries of a map, the first one on the current line if asked; says whether there was any. */
function entries(map: Readonly<Record<string, unknown>>, depth: number, onLine: boolean): boolean {
  const before = pad(depth);
  let first = onLine;
  let any = false;
  // V8 reads `map[key]` in a loop of this form by position; with `Object.keys` it looks each key up again.
  for (const key in map) {
    const value = map[key];
    if (value === undefined || !Object.hasOwn(map, key)) continue;
    if (!first) out.put(before);
    out.put(keyText(key, before));
    first = false;
    any = true;
    entryValue(value, depth);
  }
  return any;
}

function entryValue(value: unknown, depth: number): void {
  if (typeof value === 'string') {
    out.put(' ');
    text(value, depth + 1);
  } else if (Array.isArray(value)) {
    if (value.length === 0) out.put(' []');
    else items(value, depth, false);
  } else if (isMap(value)) {
    if (!entries(value, depth + 1, false)) out.put(' {}');
  } else {
    out.put(' ');
    out.put(leaf(value));
  }
}

function items(list: readonly unknown[], depth: number, onLine: boolean): void {
  const before = pad(depth);
  for (let i = 0; i < list.length; i++) {
    const value = list[i];
    if (i > 0 || !onLine) out.put(before);
    out.put('- ');
    if (typeof value === 'string') text(value, depth + 1);
    else if (Array.isArray(value)) {
      if (value.length === 0) out.put('[]');
      else items(value, depth + 1, true);
    } else if (isMap(value)) {
      if (!entries(nameFirst(value), depth + 1, true)) out.put('{}');
    } else out.put(leaf(value));
  }
}

function text(value: string, depth: number): void {
  if (isPlain(value)) out.put(value);
  else out.put((value.includes('\n') ? blockScalar(value, pad(depth)) : undefined) ?? quoted(value));
}

function leaf(value: unknown): string {
  switch (typeof value) {
    case 'number':
      if (!Number.isFinite(value)) throw unwritable;
      return numberScalar(value);
    case 'boolean':
    case 'bigint':
      return String(value);
    default:
      if (value === null || value === undefined) return 'null';
      throw unwritable;
  }
}

const keyTexts = new Map<string, string>();

function keyText(key: string, before: string): string {
  let known = keyTexts.get(key);
  if (known === undefined) {
    const written = scalar(key);
    if (written.length > MAX_SIMPLE_KEY) return `? ${written}${before}:`;
    known = `${written}:`;
    if (keyTexts.size < MAX_KNOWN_KEYS) keyTexts.set(key, known);
  }
  return known;
}
