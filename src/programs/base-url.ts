import { InputError } from './input-error';
import { matching } from './parse';

/**
 * An http or https URL to which paths are appended; the value is never quoted back when it may hold credentials.
 *
 * @internal
 */
export function baseUrl(text: string): URL {
  // The URL parser drops tabs and newlines without a word, so they are refused before.
  const url = /^[\x21-\x7e]{1,2048}$/.test(text) ? parsed(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new InputError('expected an absolute URL that begins with http:// or https://');
  }
  if (url.username !== '' || url.password !== '') {
    throw new InputError('must not contain a user name or password, send them as a header from a Secret');
  }
  if (text.includes('?') || text.includes('#')) throw new InputError('must not contain a query or a fragment');
  return url;
}

function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** A path that begins with one slash; a query is allowed. @internal */
export const urlPath: (text: string) => string = matching(
  /^\/(?![/\\])[\x21\x22\x24-\x7e]{0,1999}$/,
  'a path that begins with one slash, without spaces or a fragment',
);

/** The URL of a path below the base; text instead of resolution, so that no path can lead to another host. @internal */
export function below(base: URL, path: string): URL {
  return new URL(`${base.origin}${base.pathname.replace(/\/+$/, '')}${path}`);
}
