import { show } from '../../core/check-value';
import { PipelineError } from '../../core/error';

/** What an object is for, as a person reads it. Throws MLP1001. @internal */
export function checkDescription(description: string, at: string): string {
  if (typeof description === 'string' && description.trim() !== '') return description;
  throw new PipelineError({
    code: 'MLP1001',
    message: `the description is ${show(description)}`,
    expected: 'a sentence or two',
    actual: description,
    at,
  });
}
