import { CelError } from './tree';

const known = /\\(?:[abfnrtv"'\\?`]|[xX][\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-3][0-7]{2})/y;

/** @throws CelError for a backslash in a quoted text with something behind it that is no escape. @internal */
export function checkEscapes(quoted: string, at: number): void {
  const prefix = /^[bBrR]*/.exec(quoted)?.[0].toLowerCase() ?? '';
  if (prefix.includes('r')) return;
  for (let i = quoted.indexOf('\\'); i >= 0; i = quoted.indexOf('\\', i)) {
    known.lastIndex = i;
    const found = known.exec(quoted)?.[0];
    if (found === undefined)
      throw new CelError(`'${quoted.slice(i, i + 2)}' is no escape: write '\\\\' for a backslash`, at + i);
    if (/^\\[uU]/.test(found)) checkCodePoint(found, prefix, at + i);
    i += found.length;
  }
}

function checkCodePoint(written: string, prefix: string, at: number): void {
  if (prefix.includes('b')) throw new CelError(`'${written}' can't stand in bytes`, at);
  const point = Number.parseInt(written.slice(2), 16);
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
    throw new CelError(`'${written}' is no character of Unicode`, at);
}
