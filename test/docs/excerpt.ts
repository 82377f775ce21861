/**
 * The first line of an excerpt that the text does not have where it should, or nothing.
 *
 * An excerpt is lines of the text in their order, with `# …` where it leaves some out.
 */
export function missingLine(excerpt: readonly string[], text: string): string | undefined {
  const lines = text.split('\n');
  let from = 0;
  for (const part of partsOf(excerpt)) {
    let best = 0;
    let found = -1;
    for (let at = from; found < 0 && at + part.length <= lines.length; at++) {
      let same = 0;
      while (same < part.length && lines[at + same] === part[same]) same++;
      best = Math.max(best, same);
      if (same === part.length) found = at;
    }
    if (found < 0) return part[Math.min(best, part.length - 1)];
    from = found + part.length;
  }
  return undefined;
}

function partsOf(excerpt: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  for (const line of excerpt) {
    if (/^\s*# …/.test(line)) parts.push([]);
    else parts.at(-1)?.push(line);
  }
  return parts.filter((part) => part.length > 0);
}
