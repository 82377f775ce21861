import { goJsonString } from './go-text';

/**
 * What a text of a manifest is made of: plain words, and tags between double braces.
 *
 * @internal
 */
export type TextPart =
  | { readonly kind: 'words'; readonly text: string }
  /** `name` is what is looked up, spaces trimmed as the controller sees them; `nested` what is behind inner braces. */
  | { readonly kind: 'name'; readonly text: string; readonly name: string; readonly nested?: NestedTag | undefined }
  | { readonly kind: 'expression'; readonly text: string; readonly source: string };

/** @internal */
export interface NestedTag {
  readonly before: string;
  readonly name: string;
}

const cache = new Map<string, readonly TextPart[] | undefined>();
const mostCached = 20_000;

/**
 * The parts of a text; undefined where a tag does not end.
 *
 * @internal
 */
export function partsOf(text: string): readonly TextPart[] | undefined {
  if (cache.has(text)) return cache.get(text);
  const parts = cut(text);
  if (cache.size >= mostCached) cache.clear();
  cache.set(text, parts);
  return parts;
}

function cut(text: string): readonly TextPart[] | undefined {
  const parts: TextPart[] = [];
  let at = 0;
  for (;;) {
    const start = text.indexOf('{{', at);
    if (start < 0) break;
    const end = text.indexOf('}}', start + 2);
    if (end < 0) return undefined;
    if (start > at) parts.push({ kind: 'words', text: text.slice(at, start) });
    parts.push(tag(text.slice(start + 2, end)));
    at = end + 2;
  }
  if (at < text.length) parts.push({ kind: 'words', text: text.slice(at) });
  return parts;
}

function tag(inside: string): TextPart {
  const text = `{{${inside}}}`;
  if (inside.startsWith('=')) return { kind: 'expression', text, source: inside.slice(1) };
  // The controller looks at the JSON of the manifest: a line break is a backslash and a letter there.
  const seen = goJsonString(inside).slice(1, -1);
  const brace = seen.lastIndexOf('{{');
  const before = inside.slice(0, inside.lastIndexOf('{{'));
  const nested = brace > 0 ? { before, name: seen.slice(brace + 2) } : undefined;
  return { kind: 'name', text, name: seen.trim(), nested };
}
