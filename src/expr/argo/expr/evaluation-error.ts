/**
 * What Go would panic with, or return as an error, while an expression runs. Caught where evaluation begins.
 *
 * @internal
 */
export class EvaluationError extends Error {}

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
