/**
 * What Tekton finds between `$(` and `)`.
 *
 * @see https://github.com/tektoncd/pipeline/blob/v1.15.1/pkg/substitution/substitution.go
 * @internal
 */
export interface References {
  /** The names after the prefix, up to the first dot; with `[*]` or an index where one is written. */
  readonly names: readonly string[];
  /** The same with what follows the dot. */
  readonly whole: readonly string[];
  /** All of the first reference: `$(params.files[*])`. */
  readonly first: string;
  /** There are more than two parts after the prefix. */
  readonly isTooDeep: boolean;
}

const none: References = { names: [], whole: [], first: '', isTooDeep: false };
const patterns = new Map<string, RegExp | undefined>();

/** The references that begin with a prefix, which is a part of a regular expression: `params`, `context\\.taskRun`. @internal */
export function referencesIn(text: string, prefix: string): References {
  if (!text.includes('$(')) return none;
  const pattern = patternOf(prefix);
  const matches = pattern === undefined ? [] : [...text.matchAll(pattern)];
  if (matches.length === 0) return none;
  const whole = matches.map(([, dotted, double, single]) => dotted || double || single || '');
  const isTooDeep = matches.some(([, dotted = '']) => dotted.split('.').length > 2);
  const names = matches.map(([, dotted = ''], i) =>
    dotted.includes('.') ? (dotted.split('.')[0] ?? '') : whole[i],
  ) as string[];
  return { names, whole, first: matches[0]?.[0] ?? '', isTooDeep };
}

function patternOf(prefix: string): RegExp | undefined {
  if (!patterns.has(prefix)) {
    const name = '(.*?(?:\\[\\*\\])?)';
    let pattern: RegExp | undefined;
    try {
      pattern = new RegExp(`\\$\\(${prefix}(?:\\.${name}|\\["${name}"\\]|\\['${name}'\\])\\)`, 'g');
    } catch {
      // A name that Tekton puts into its expression too, and that is none: it finds nothing then.
    }
    patterns.set(prefix, pattern);
  }
  return patterns.get(prefix);
}

/** Without `[*]` and indexes. @internal */
export function withoutIndex(name: string): string {
  return name.replaceAll(/\[[0-9]*\*?\]/g, '');
}

/** Without `[*]` at the end. @internal */
export function withoutStar(name: string): string {
  return name.endsWith('[*]') ? name.slice(0, -3) : name;
}

const variable = /\$\([_a-zA-Z0-9.-]+(?:\.[_a-zA-Z0-9.-]+)*(?:\[(?:[0-9]+|\*)\])?\)/g;

/** What stands between `$(` and `)`, whatever it begins with. @internal */
export function expressionsIn(text: string): readonly string[] {
  if (!text.includes('$(')) return [];
  return [...text.matchAll(variable)].map(([found]) => found.slice(2, -1));
}

/** A result of another task that is read. @internal */
export interface ResultReference {
  readonly task: string;
  readonly result: string;
}

/** `tasks.build.results.digest`, or the same of `finally`. @internal */
export function looksLikeResult(expression: string): boolean {
  const parts = expression.split('.');
  return parts.length >= 4 && (parts[0] === 'tasks' || parts[0] === 'finally') && parts[2] === 'results';
}

/** The results that expressions read; what only looks like one is left out. @internal */
export function resultsIn(expressions: readonly string[]): readonly ResultReference[] {
  return expressions.flatMap((expression) => {
    const parts = expression.split('.');
    if (!looksLikeResult(expression) || parts.length > 5) return [];
    return [{ task: parts[1] ?? '', result: withoutIndex(parts[3] ?? '') }];
  });
}
