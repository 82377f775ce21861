const doubleQuoted = '"(?:[^"\\\\]|\\\\["\\\\/nrt])*"';
const singleQuoted = "'(?:[^']|'')*'";
// Only what every reader takes for plain text in a flow collection.
const flowPlain = '[A-Za-z0-9_./-]*[A-Za-z0-9_/]';
const flowText = `(?:${doubleQuoted}|${singleQuoted}|${flowPlain})`;
const flowPair = `${flowPlain}: +${flowText}`;
const flow = new RegExp(
  `^(?:\\[ *(?:${flowText}(?: *, *${flowText})*)? *\\]|\\{ *(?:${flowPair}(?: *, *${flowPair})*)? *\\})`,
);
const quoted = new RegExp(`^(?:${doubleQuoted}|${singleQuoted})`);
/** What may follow a value. */
const trailing = /^ *( #.*)?$/;

/** What stands behind a colon or a dash on the same line. @internal */
export type OneLineValue =
  | { readonly kind: 'scalar'; readonly text: string; readonly length: number }
  | { readonly kind: 'flow' }
  | { readonly kind: 'misfit'; readonly why: string };

/** Reads a value that begins with `text` and ends on its line, maybe with a comment after it. @internal */
export function oneLineValue(text: string): OneLineValue {
  if (/^[[{]/.test(text)) {
    const collection = flow.exec(text)?.[0];
    if (collection !== undefined && trailing.test(text.slice(collection.length)) && !repeatsKey(collection)) {
      return { kind: 'flow' };
    }
    return { kind: 'misfit', why: 'write the collection in [] or {} as a block, or with plain values on one line' };
  }
  if (/^["']/.test(text)) {
    const token = quoted.exec(text)?.[0];
    if (token === undefined || !trailing.test(text.slice(token.length))) {
      return { kind: 'misfit', why: 'its quotes do not end on this line, or contain unusual escapes' };
    }
    return { kind: 'scalar', text: unquoted(token), length: token.length };
  }
  const plain = text.replace(/ +(#.*)?$/, '').replace(/ +#.*$/, '');
  if (/^[-?:]( |$)|^[,\]}#&*!|>%@`]/.test(plain)) {
    return { kind: 'misfit', why: 'anchors, aliases, tags and values that begin with an indicator are not supported' };
  }
  if (/:( |$)/.test(plain) || plain.includes('\t')) {
    return { kind: 'misfit', why: 'put the value in quotes' };
  }
  return { kind: 'scalar', text: plain, length: plain.length };
}

function unquoted(token: string): string {
  if (token.startsWith('"')) return JSON.parse(token.replaceAll('\t', '\\t')) as string;
  return token.slice(1, -1).replaceAll("''", "'");
}

function repeatsKey(collection: string): boolean {
  if (!collection.startsWith('{')) return false;
  const keys = [...collection.matchAll(/[{,] *([A-Za-z0-9_./-]+): /g)].map(([, key]) => key);
  return new Set(keys).size < keys.length;
}
