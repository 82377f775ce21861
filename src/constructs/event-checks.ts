import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import type { KeyOf } from '../core/container/env';
import { PipelineError } from '../core/error';

/** Throws MLP3060. @internal */
export function matching(text: string, pattern: RegExp, wanted: string, what: string): string {
  if (typeof text === 'string' && pattern.test(text)) return text;
  throw unusable(`${what} is given ${show(text)} as ${wanted}`, `${wanted} that matches ${pattern.source}`);
}

/** Throws MLP3061. @internal */
export function secret(key: KeyOf, which: string, what: string): KeyOf {
  if (typeof key === 'object' && key?.from === 'secret') return key;
  throw unchecked(`${what} has ${which} from ${show(key)}`, "a key of a Secret: secretKey('github-webhook', 'secret')");
}

/** Why something is not protected. Throws MLP3061. @internal */
export function reason(given: { readonly reason: string } | undefined, what: string): string | undefined {
  if (given === undefined) return undefined;
  checkProps(given, ['reason'], `the reason of ${what}`);
  if (typeof given.reason === 'string' && given.reason.trim().length >= 10) return given.reason;
  throw unchecked(`${what} is not protected because of ${show(given.reason)}`, 'a reason of at least ten characters');
}

/** @internal */
export function unusable(message: string, expected: string): PipelineError {
  return new PipelineError({ code: 'MLP3060', message, expected });
}

/** @internal */
export function unchecked(message: string, expected: string): PipelineError {
  return new PipelineError({ code: 'MLP3061', message, expected });
}
