import type { Code } from './codes';

/**
 * Something that is wrong in a file, as data: rendered as text, JSON, SARIF or annotations where it leaves the program.
 *
 * @internal
 */
export interface Diagnostic {
  readonly code: Code;
  /** `warning`: worth knowing, and no reason to fail. */
  readonly severity: 'error' | 'warning';
  /** The file as the user named it; `-` for standard input. */
  readonly file: string;
  /** Counts from 1, as `column`. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** The field: `spec.templates[0].dag`. */
  readonly path?: string | undefined;
  /** What is wrong: values quoted, no capital at the start, no full stop at the end. */
  readonly message: string;
  readonly fix: string;
}

/** What is wrong in a file as YAML. @internal */
export function yamlDiagnostic(
  { kind, ...place }: Pick<Diagnostic, 'message' | 'line' | 'column'> & { readonly kind: keyof typeof ofYaml },
  file: string,
): Diagnostic {
  return { ...place, file, ...ofYaml[kind] };
}

const ofYaml = {
  syntax: { code: 'MLP5005', severity: 'error', fix: 'mend the YAML; the other documents were read' },
  'duplicate-key': { code: 'MLP5006', severity: 'warning', fix: 'remove one of the two' },
  head: { code: 'MLP5007', severity: 'error', fix: 'correct the field; nothing else was looked at' },
} as const;

/** Sorted by place, then code: whatever found them, they are told in one order. @internal */
export function sortedDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted(
    (a, b) =>
      compare(a.file, b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0) ||
      compare(a.code, b.code) ||
      compare(a.message, b.message),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
