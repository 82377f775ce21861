import type { YamlPath } from '../yaml/read';
import type { LintDocument } from './document';
import type { Repair } from './fix/repair';

/**
 * How bad a finding is: `error` is refused by the engine, goes wrong when it runs or is unsafe; `warning` is worth knowing
 * and no reason to fail.
 *
 * @public
 */
export type Severity = 'error' | 'warning';

/**
 * Something that is wrong in a file, as data.
 *
 * @public
 */
export interface Finding {
  /** `MLL` and four digits for a rule; `MLP…` for files that can't be read. `cdk8s-mlops explain <code>` tells all of it. */
  readonly code: string;
  readonly severity: Severity;
  /** As the user named it; `-` for standard input. */
  readonly file: string;
  /** Counts from 1, as `column`. */
  readonly line: number;
  readonly column: number;
  /** The field: `spec.templates[0].dag`. Empty for the document as a whole. */
  readonly path: string;
  /** What is wrong: values quoted, no capital at the start, no full stop at the end. */
  readonly message: string;
  /** How to mend it. */
  readonly fix: string;
}

/** What a rule has to say of one place. @internal */
export interface Problem {
  readonly document: LintDocument;
  readonly path: YamlPath;
  readonly message: string;
  /** Where it is more than what the rule says anyway. */
  readonly fix?: string | undefined;
  /** What mends it, where that is certain. */
  readonly repair?: Repair | undefined;
}

/** Sorted by place, then code; the same thing said twice of one place is said once. @internal */
export function sortedFindings(findings: readonly Finding[]): readonly Finding[] {
  const sorted = findings.toSorted(
    (a, b) =>
      compare(a.file, b.file) ||
      a.line - b.line ||
      a.column - b.column ||
      compare(a.code, b.code) ||
      compare(a.path, b.path) ||
      compare(a.message, b.message),
  );
  return sorted.filter((finding, i) => i === 0 || !isSame(finding, sorted[i - 1] as Finding));
}

function isSame(a: Finding, b: Finding): boolean {
  return a.file === b.file && a.line === b.line && a.code === b.code && a.path === b.path && a.message === b.message;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `spec.templates[0].dag`; names that are no words stand in brackets. @internal */
export function pathText(path: YamlPath): string {
  return path
    .map((step, i) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[\w-]+$/.test(step)) return `[${JSON.stringify(step)}]`;
      return i === 0 ? step : `.${step}`;
    })
    .join('');
}
