import { InputError } from './input-error';

/** A user name, password or token as a Secret holds it; its value is never quoted back. @internal */
export function credential(text: string): string {
  if (/[\r\n]$/.test(text)) throw new InputError('ends in a newline, was the Secret made without echo -n?');
  if (/\p{Cc}/u.test(text)) throw new InputError('contains control characters');
  return text;
}
