/**
 * What Go would panic with, or return as an error, while an expression runs. Caught where evaluation begins.
 *
 * No Error, since a stack would cost more than the evaluation.
 *
 * @internal
 */
export class EvaluationError {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/**
 * Something of the language that we do not evaluate.
 *
 * @internal
 */
export class UnsupportedError extends Error {}

/**
 * What the engine rejects before it runs anything.
 *
 * @internal
 */
export class CompileError extends Error {}
