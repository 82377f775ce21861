import { PipelineError } from '../core/error';

/** The error for a check that can't be made. @internal */
export function unusableCheck(message: string): PipelineError {
  return new PipelineError({
    code: 'MLP3006',
    message,
    expected: "a check such as { path: '/predict', sample, expect: { status: 200, json: { … } } }",
  });
}
