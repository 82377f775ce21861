import { Trouble } from '../trouble';
import type { Deployed } from './deployed';
import { type FenceToken, fenceTokenLine, findFenceToken } from './fence-token';
import { type EnvironmentFileFormat, firstShare } from './format';
import { type Located, locateDeployed, locateShare } from './locate';
import { shareText } from './new-file';
import type { Scalar } from './strict-yaml/node';
import { readStrictYaml } from './strict-yaml/read';

const byteOrderMark = '\ufeff';
const mostBytes = 256 * 1024;

interface Parts extends Located {
  /** Without a byte order mark and the ends of lines. */
  readonly lines: readonly string[];
  readonly fence: FenceToken | undefined;
  /** Nothing in a format without shares of traffic. */
  readonly share: Scalar | undefined;
}

/**
 * Reads what a file says is deployed; the token is 0 in a file that no program has written yet.
 *
 * @throws Trouble if the file can't be read without a doubt
 * @internal
 */
export function deployedIn(content: Buffer, format: EnvironmentFileFormat): Deployed {
  const { before, scalar, fence, share } = partsOf(textOf(content), format);
  const said = { deployed: before + scalar.text, token: fence?.token ?? 0 };
  return share === undefined ? said : { ...said, shared: !['', 'null', '~'].includes(share.text) };
}

/**
 * Replaces the value and the token in a file; every other byte stays: comments, ends of lines, a byte order mark.
 *
 * @throws Trouble if the file can't be edited without a doubt
 * @internal
 */
export function withDeployed(content: Buffer, format: EnvironmentFileFormat, wanted: Deployed): Buffer {
  const text = textOf(content);
  const { lines, before, scalar, fence, share } = partsOf(text, format);
  if (!wanted.deployed.startsWith(before)) {
    throw new Trouble(`is about another image than ${wanted.deployed}: correct its newName once by hand`);
  }
  const value = `"${wanted.deployed.slice(before.length)}"`;
  const edited = lines.map((line, index) => {
    if (index === fence?.line) return fenceTokenLine(wanted.token);
    if (index === share?.line && wanted.shared !== undefined)
      return replaced(line, share, shareText(format, wanted.shared));
    return index === scalar.line ? replaced(line, scalar, value) : line;
  });
  const ends = text.match(/\r?\n/g) ?? [];
  const first = fence === undefined ? `${fenceTokenLine(wanted.token)}${ends[0] ?? '\n'}` : '';
  const mark = text.startsWith(byteOrderMark) ? byteOrderMark : '';
  return Buffer.from(mark + first + edited.map((line, index) => `${line}${ends[index] ?? ''}`).join(''));
}

function partsOf(text: string, format: EnvironmentFileFormat): Parts {
  const content = text.startsWith(byteOrderMark) ? text.slice(1) : text;
  const file = readStrictYaml(content);
  if (file === undefined) throw new Trouble('has no content: remove it, so that it is created');
  const lines = content.split(/\r?\n/);
  const share = firstShare(format) === undefined ? undefined : locateShare(file);
  return { lines, ...locateDeployed(file, format), fence: findFenceToken(lines), share };
}

function replaced(line: string, { start, end }: Scalar, value: string): string {
  // Behind a colon without a value there may be nothing, or a comment.
  const space = line[start - 1] === ':' ? ' ' : '';
  return `${line.slice(0, start)}${space}${value}${line.slice(end)}`;
}

function textOf(content: Buffer): string {
  if (content.length > mostBytes) throw new Trouble(`is larger than ${mostBytes} bytes`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    throw new Trouble('is not UTF-8');
  }
}
