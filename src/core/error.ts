import type { Code } from './codes';

const brand: unique symbol = Symbol.for('cdk8s-mlops.PipelineError') as never;

/**
 * What an error says besides its text.
 *
 * @public
 */
export interface Problem {
  /** Stable code; `docs/errors.md` has an entry for each. */
  readonly code: Code;
  /** What is wrong, in the API's own words, with the offending value quoted. */
  readonly message: string;
  /** Path of the construct, or of the pipeline and step, that is wrong. */
  readonly at?: string | undefined;
  /** The value that was found. */
  readonly actual?: unknown;
  /** What was expected instead. */
  readonly expected?: string | undefined;
  /** What to write instead. */
  readonly fix?: string | undefined;
}

/**
 * An error in a definition: says which code, where, what was found, what was expected and how to mend it.
 *
 * Thrown while a definition is built or synthesized, never at run time of a pipeline.
 *
 * @public
 */
export class PipelineError extends Error implements Problem {
  override readonly name: string = 'PipelineError';
  readonly code: Code;
  readonly at: string | undefined;
  readonly actual: unknown;
  readonly expected: string | undefined;
  readonly fix: string | undefined;

  constructor(problem: Problem) {
    super(textOf(problem));
    this.code = problem.code;
    this.at = problem.at;
    this.actual = problem.actual;
    this.expected = problem.expected;
    this.fix = problem.fix;
    Object.defineProperty(this, brand, { value: true });
  }

  /** Tells whether a caught value is a `PipelineError`, also one of another copy of this package. */
  static is(error: unknown): error is PipelineError {
    return typeof error === 'object' && error !== null && brand in error;
  }
}

function textOf({ code, message, at, expected, fix }: Problem): string {
  const lines = [`${code}: ${message}`];
  if (expected !== undefined) lines.push(`  expected: ${expected}`);
  if (fix !== undefined) lines.push(`  fix: ${fix}`);
  if (at !== undefined) lines.push(`  at ${at}`);
  return lines.join('\n');
}
