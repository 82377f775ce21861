import type { Environment } from '../environment';
import { InputError } from '../input-error';

/** A header's text, or the variable that holds it when it is a secret. @internal */
export type HeaderValue = string | { readonly env: string };

// What the program itself says about the body and the connection.
const ours = [
  'content-type',
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'te',
  'trailer',
  'expect',
];

/**
 * Reads the headers to send from parsed JSON; those that come from a variable are handed to `hide`.
 *
 * @throws InputError without any header's value in it
 * @internal
 */
export function readHeaders(
  json: unknown,
  environment: Environment,
  hide: (secret: string) => void,
): Readonly<Record<string, string>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new InputError('expected an object of header values');
  }
  const names = new Set<string>();
  const entries = Object.entries(json).map(([name, value]: [string, unknown]) => {
    const header = name.toLowerCase();
    if (!/^[a-z][a-z0-9-]{0,63}$/.test(header)) throw new InputError('contains a name that is not a header');
    if (ours.includes(header)) throw new InputError(`${header} is set by the program`);
    if (names.has(header)) throw new InputError(`${header} is given twice`);
    names.add(header);
    return [header, headerValue(header, value, environment, hide)] as const;
  });
  return Object.fromEntries(entries);
}

function headerValue(header: string, value: unknown, environment: Environment, hide: (secret: string) => void): string {
  if (typeof value === 'string') return checked(value, header);
  const { env, ...unknown } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof env !== 'string' || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(env) || Object.keys(unknown).length > 0) {
    throw new InputError(`${header}: expected text, or an object with the name of a variable as env`);
  }
  const secret = environment[env] ?? '';
  if (secret === '') throw new InputError(`${header}: variable ${env} is not set`);
  hide(secret);
  return checked(secret, `${header}: variable ${env}`);
}

function checked(value: string, of: string): string {
  if (/[\r\n]$/.test(value)) throw new InputError(`${of} ends in a newline, was the Secret made without echo -n?`);
  if (!/^[\t\x20-\x7e]*$/.test(value)) throw new InputError(`${of} contains characters that a header cannot carry`);
  return value;
}
