import type { Code } from '../core/codes';
import { PipelineError } from '../core/error';

/**
 * What is wrong with one construct.
 *
 * @internal
 */
export interface Finding {
  /** Path of the construct. */
  readonly path: string;
  readonly message: string;
  /** Code of the error, if it is one of ours. */
  readonly code?: Code | undefined;
}

/**
 * An error that was caught at a construct, as a finding.
 *
 * @internal
 */
export function findingOf(path: string, error: unknown): Finding {
  const message = error instanceof Error ? error.message : String(error);
  return { path, message, code: PipelineError.is(error) ? error.code : undefined };
}

/**
 * Throws one error that tells all findings, if there are any.
 *
 * @internal
 */
export function throwFindings(findings: readonly Finding[]): void {
  const [first] = findings;
  if (first === undefined) return;
  const same = findings.every(({ code }) => code === first.code);
  const lines = findings.map(({ path, message }) => `\n  [${path}] ${message.replaceAll('\n', '\n    ')}`);
  throw new PipelineError({
    code: (same ? first.code : undefined) ?? 'MLP4002',
    message: `Validation failed with the following errors:${lines.join('')}`,
  });
}
