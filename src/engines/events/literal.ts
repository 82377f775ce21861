import { PipelineError } from '../../core/error';

/** A value that stands in a run's arguments, where Argo looks for tags. Throws MLP2001. @internal */
export function literal(text: string, at: string): string {
  if (!text.includes('{{')) return text;
  throw new PipelineError({
    code: 'MLP2001',
    message: `Argo would evaluate '${text.length > 60 ? `${text.slice(0, 57)}...` : text}'`,
    expected: "text without '{{'",
    actual: text,
    at,
  });
}
