import { checkEnv, type KeyOf } from '../core/container/env';
import { PipelineError } from '../core/error';

/** A credential never stands in a manifest; nor does it in the message. Throws MLP1203. @internal */
export function secretReference(value: KeyOf, what: string): KeyOf {
  if (typeof value === 'object' && value !== null && 'from' in value) {
    checkEnv({ VALUE: value }, what);
    return value;
  }
  throw new PipelineError({
    code: 'MLP1203',
    message: `${what} is no reference, but a ${value === null ? 'null' : typeof value}`,
    expected: "secretKey('<secret>', '<key>')",
  });
}
