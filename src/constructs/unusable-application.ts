import { PipelineError } from '../core/error';

/** @internal */
export function unusableApplication(
  message: string,
  at: string,
  more: { readonly expected?: string; readonly fix?: string },
): PipelineError {
  return new PipelineError({ code: 'MLP3040', message, at, ...more });
}
