import { PipelineError } from '../../../core/error';

/** Text that the engine must not look into. @internal */
export function literal(text: string): string {
  if (!text.includes('{{')) return text;
  throw new PipelineError({
    code: 'MLP2001',
    message: `Argo would evaluate '${text.length > 60 ? `${text.slice(0, 57)}...` : text}'`,
    expected: "text without '{{'",
    fix: 'pass the value as an input, or as a file: Volume.files(…)',
    actual: text,
  });
}
