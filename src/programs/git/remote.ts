import { baseUrl } from '../base-url';
import { InputError } from '../input-error';
import { matching } from '../parse';

/** A repository over HTTP, and who asks. @internal */
export interface Remote {
  readonly url: URL;
  /** The Authorization header; absent for a repository that anyone may read. */
  readonly authorization: string | undefined;
}

/** The address of a repository; SSH is refused with the way out. @internal */
export function repositoryUrl(text: string): URL {
  if (/^(ssh|git|git\+ssh):|^[\w.-]+@[\w.-]+:/i.test(text)) {
    throw new InputError('SSH is not supported: give the https address of the repository, and a token from a Secret');
  }
  const url = baseUrl(text);
  if (url.pathname.replace(/\/+$/, '') === '') throw new InputError('has no path: which repository of this server?');
  return url;
}

const branchText = matching(
  /^(?![-/])[A-Za-z0-9._/-]{1,200}(?<![/.])$/,
  'a branch of letters, digits and ._/-, such as main',
);

/** The short name of a branch, by a subset of git's own rules. @see https://git-scm.com/docs/git-check-ref-format @internal */
export function branchName(text: string): string {
  const branch = branchText(text);
  const parts = branch.split('/');
  if (branch.includes('..') || parts.some((part) => part === '' || part.startsWith('.') || part.endsWith('.lock'))) {
    throw new InputError('is no name that git allows for a branch');
  }
  if (branch.startsWith('refs/') || branch === 'HEAD') {
    throw new InputError('must be the short name of a branch, such as main');
  }
  return branch;
}

/** @internal */
export function basicAuthorization(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
