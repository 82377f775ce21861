import { baseUrl } from '../base-url';
import { deployContract } from '../deploy/contract';
import { optional, type Values, type Variable } from '../environment';
import { environmentFileContract } from '../environment-file/contract';
import { firstShare, textFor } from '../environment-file/format';
import { InputError } from '../input-error';
import { decimal, matching, oneOf } from '../parse';
import { type CodeHost, codeHosts } from './pull-request/code-host';

const identifier = matching(/^[A-Za-z0-9._:/@+=,-]{1,512}$/, 'an identifier of letters, digits and ._:/@+=,-');
const authorName = matching(/^[^\p{Cc}<>]{1,100}$/u, 'a name without < and >');
const authorEmail = matching(/^[A-Za-z0-9._%+[\]-]{1,64}@[A-Za-z0-9.-]{1,190}$/, 'an e-mail address');

/** The env variables of deploy-git. @internal */
export const contract: typeof deployContract &
  typeof environmentFileContract & {
    readonly modelVersion: Variable<string | undefined>;
    readonly runId: Variable<string | undefined>;
    readonly authorName: Variable<string>;
    readonly authorEmail: Variable<string>;
    readonly mode: Variable<'push' | 'pullRequest'>;
    readonly host: Variable<CodeHost | undefined>;
    readonly api: Variable<URL | undefined>;
    readonly poll: Variable<number>;
    readonly traffic: Variable<'share' | 'keep' | 'all'>;
  } = {
  ...deployContract,
  ...environmentFileContract,
  modelVersion: optional('MODEL_VERSION', identifier, undefined),
  runId: optional('RUN_ID', identifier, undefined),
  authorName: optional('AUTHOR_NAME', authorName, 'cdk8s-mlops'),
  authorEmail: optional('AUTHOR_EMAIL', authorEmail, 'cdk8s-mlops@users.noreply.invalid'),
  mode: optional('MODE', oneOf(['push', 'pullRequest']), 'push'),
  host: optional('PULL_REQUEST_HOST', oneOf(codeHosts), undefined),
  api: optional('PULL_REQUEST_API', baseUrl, undefined),
  poll: optional('POLL_SECONDS', decimal('seconds', 0.01, 3600), 15),
  traffic: optional('TRAFFIC', oneOf(['share', 'keep', 'all']), 'share'),
};

/** @internal */
export type Contract = Values<typeof contract>;

/** What no variable shows alone. @internal */
export function contradictions({ deployed, format, mode, host, api, auth, password }: Contract): readonly string[] {
  const wrong: [boolean, string][] = [
    [mode === 'pullRequest' && host === undefined, 'PULL_REQUEST_HOST: is not set'],
    [mode === 'pullRequest' && api === undefined, 'PULL_REQUEST_API: is not set'],
    [mode === 'pullRequest' && password === undefined, 'GIT_PASSWORD: is not set, and a pull request needs a token'],
    [
      mode === 'push' && (host ?? api) !== undefined,
      'PULL_REQUEST_HOST and PULL_REQUEST_API: only with MODE pullRequest',
    ],
    [
      mode === 'pullRequest' && firstShare(format) !== undefined,
      'FORMAT: shares of traffic take two changes, and a pull request is one',
    ],
    [auth === 'bearer' && password === undefined, 'GIT_PASSWORD: is not set, and GIT_AUTH is bearer'],
    // Basic hides them in base64, a header of its own cannot carry them.
    [
      (auth === 'bearer' || mode === 'pullRequest') && !/^[\x21-\x7e]*$/.test(password ?? ''),
      'GIT_PASSWORD: is no token, it contains spaces or something else than ASCII',
    ],
  ];
  const misfit = misfitOf(() => textFor(deployed, format));
  return [
    ...(misfit === undefined ? [] : [`DEPLOYED: ${misfit}`]),
    ...wrong.filter(([is]) => is).map(([, text]) => text),
  ];
}

function misfitOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (problem) {
    if (problem instanceof InputError) return problem.message;
    throw problem;
  }
}
