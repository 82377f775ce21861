import { PipelineError } from '../core/error';

/** The error for an InferenceService that can't be emitted. @internal */
export function unusableService(
  message: string,
  at: string,
  more: { readonly expected?: string; readonly fix?: string } = {},
): PipelineError {
  return new PipelineError({ code: 'MLP2204', message, at, ...more });
}
