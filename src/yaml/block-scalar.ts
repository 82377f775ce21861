import { isPrintable } from './printable';

/** A first line that starts with a tab, and lines of blanks only: readers differ about their indentation. */
const UNSAFE_LINES = /^\n*\t|(?:^|\n)[ \t]+(?:\n|$)/;

/**
 * A text of several lines as a literal block scalar, from the `|` on, or `undefined` where a quoted scalar is the safer
 * form.
 *
 * @param pad a line feed and the indentation of the lines
 * @internal
 */
export function blockScalar(text: string, pad: string): string | undefined {
  const body = withoutTrailingFeeds(text);
  if (body === '' || UNSAFE_LINES.test(text) || !isPrintable(text)) return undefined;
  // Readers find the indentation by the first line that has text; if that starts with a space, it must be told.
  const indicator = /^\n* /.test(body) ? '2' : '';
  const feeds = text.length - body.length;
  const chomping = feeds === 0 ? '-' : feeds === 1 ? '' : '+';
  return `|${indicator}${chomping}${`\n${body}`.replace(/\n(?=[^\n])/g, pad)}${'\n'.repeat(Math.max(0, feeds - 1))}`;
}

function withoutTrailingFeeds(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 10) end--;
  return text.slice(0, end);
}
