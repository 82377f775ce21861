/** What a shell reads as one line, and the text that it hands to it. @internal */
export interface ShellLine {
  /** Continued lines are joined, comments taken off. */
  readonly text: string;
  /** What stands between `<<EOF` and `EOF`. */
  readonly heredoc?: string;
}

/** The lines of a program of a shell: no parser, but what looks for commands may trust it. @internal */
export function shellLines(program: string): readonly ShellLine[] {
  const given = program
    .replaceAll('\r', '')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n');
  const lines: ShellLine[] = [];
  for (let i = 0; i < given.length; i++) {
    const text = withoutComment(given[i] ?? '').trim();
    if (text === '') continue;
    const [, end] = /(?<!<)<<-?\s*['"\\]?(\w+)/.exec(text) ?? [];
    if (end === undefined) {
      lines.push({ text });
      continue;
    }
    const body: string[] = [];
    for (i++; i < given.length && (given[i] ?? '').trim() !== end; i++) body.push(given[i] ?? '');
    lines.push({ text, heredoc: body.join('\n') });
  }
  return lines;
}

function withoutComment(line: string): string {
  return line.replace(/(^|\s)#(?!.*['"]).*$/, '$1');
}

/** A program that is started, and the words after it. @internal */
export interface ShellCommand {
  readonly name: string;
  readonly words: readonly string[];
  readonly line: ShellLine;
}

/** The commands of a program, those in `$( )` too. @internal */
export function shellCommands(program: string): readonly ShellCommand[] {
  return shellLines(program).flatMap((line) =>
    line.text.split(/\|\|?|&&|;|\$\(|`|(?<=^|\s)[({](?=\s)/).flatMap((part): readonly ShellCommand[] => {
      const words = wordsOf(part.replace(/^\s*(?:(?:if|then|else|elif|while|until|do|!|time|exec|sudo)\s+)*/, ''));
      // Values that are set for one command only.
      const start = words.findIndex((word) => !/^\w+=/.test(word));
      const name = words[start]?.replace(/^.*\//, '');
      return name === undefined ? [] : [{ name, words: words.slice(start + 1), line }];
    }),
  );
}

/** Words as a shell splits them; `$NAME` stays as it is. */
function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:"[^"]*"?|'[^']*'?|[^\s'"]+)+/g)].map(([word]) => word.replaceAll(/["']/g, ''));
}
