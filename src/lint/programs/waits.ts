import type { PlacedProgram } from './programs';

/** How long a program may wait. @internal */
export interface Wait {
  readonly seconds: number;
  /** The line that says so. */
  readonly line: string;
}

/** The longest wait that can be read out of a program: a loop that sleeps, or a command with a time limit. @internal */
export function longestWait({ text, language }: Pick<PlacedProgram, 'text' | 'language'>): Wait | undefined {
  const waits = language === 'python' ? inPython(text) : [...loopsInShell(text), ...commands(text)];
  return waits.toSorted((a, b) => b.seconds - a.seconds)[0];
}

function* commands(text: string): Generator<Wait> {
  for (const [line, , number = '', unit = 's'] of text.matchAll(
    /^[^\n]*\b(rollout status|(?:kubectl|oc) wait|app wait|argo wait)\b[^\n]*?--timeout[= ]['"]?(\d+)([smh]?)\b[^\n]*/gm,
  ))
    yield { seconds: Number(number) * (unit === 'h' ? 3600 : unit === 'm' ? 60 : 1), line };
}

function* loopsInShell(text: string): Generator<Wait> {
  const values = new Map(
    [...text.matchAll(/^\s*(?:export |local |readonly )?(\w+)=["']?(\d+)["']?\s*(?:;|#|$)/gm)].map(
      ([, name, value]) => [name, value],
    ),
  );
  const number = (word = '') =>
    Number(/^\d+$/.test(word) ? word : (values.get(word.replaceAll(/["'${}]/g, '')) ?? Number.NaN));
  // So many times, and a pause each time.
  for (const [, line = '', a, b, c, body = ''] of text.matchAll(
    /^(\s*for\s+\w+\s+in\s+(?:\$\(seq\s+(?:1\s+)?["']?(\$?\{?\w+\}?)["']?\s*\)|\{1\.\.(\d+)\})|\s*for\s*\(\(\s*\w+\s*=\s*\d+;\s*\w+\s*<=?\s*(\w+);[^\n]*)([\s\S]*?)^\s*done\b/gm,
  )) {
    const seconds = number(a ?? b ?? c) * number(/\bsleep\s+["']?(\$?\{?\w+\}?)/.exec(body)?.[1]);
    if (seconds > 0) yield { seconds, line };
  }
  // Until so much time is over.
  for (const [line, limit] of text.matchAll(
    /^[^\n]*(?:elapsed|waited|seconds|total|count(?:er)?|time)\w*\}?["']?\s*(?:-lt|-le|-ge|-gt|<|>=)\s*["']?(\$?\{?\w+\}?)[^\n]*/gim,
  )) {
    if (!/\bsleep\b/.test(text)) continue;
    const isCount = /count/i.test(line);
    const pause = isCount ? number(/\bsleep\s+["']?(\$?\{?\w+\}?)/.exec(text)?.[1]) : 1;
    const seconds = number(limit) * pause;
    if (seconds > 0) yield { seconds, line };
  }
}

function inPython(text: string): readonly Wait[] {
  const values = new Map(
    [...text.matchAll(/^\s*(\w+)\s*=\s*(\d+)\s*(?:#|$)/gm)].map(([, name, value]) => [name, Number(value)]),
  );
  const number = (word = '') => (/^\d+$/.test(word) ? Number(word) : (values.get(word) ?? Number.NaN));
  const waits: Wait[] = [];
  for (const [line, limit] of text.matchAll(
    /^[^\n]*\btime\.(?:time|monotonic)\(\)\s*(?:\+|-\s*\w+\s*(?:<|>))\s*(\w+)[^\n]*/gm,
  )) {
    if (number(limit) > 0) waits.push({ seconds: number(limit), line });
  }
  for (const [, line = '', times, body = ''] of text.matchAll(
    /^([ \t]*for\s+\w+\s+in\s+range\((\w+)\):)\n((?:[ \t]+[^\n]*\n?|\n)*)/gm,
  )) {
    const seconds = number(times) * number(/\bsleep\((\w+)\)/.exec(body)?.[1]);
    if (seconds > 0) waits.push({ seconds, line });
  }
  return waits;
}
