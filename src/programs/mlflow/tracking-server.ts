import { baseUrl } from '../base-url';
import { credential } from '../credential';
import { optional, required, type Values, type Variable } from '../environment';
import { InputError } from '../input-error';
import type { Session } from '../session';
import { modelName } from './names';

/** A tracking server and how one is let in. @internal */
export interface TrackingServer {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The variables by which MLflow's own clients find their server too.
 *
 * @see https://mlflow.org/docs/latest/self-hosting/security/basic-http-auth/
 * @internal
 */
export const serverContract: {
  readonly url: Variable<URL>;
  readonly username: Variable<string | undefined>;
  readonly password: Variable<string | undefined>;
  readonly token: Variable<string | undefined>;
} = {
  url: required('MLFLOW_TRACKING_URI', baseUrl),
  username: optional('MLFLOW_TRACKING_USERNAME', credential, undefined),
  password: optional('MLFLOW_TRACKING_PASSWORD', credential, undefined),
  token: optional('MLFLOW_TRACKING_TOKEN', credential, undefined),
};

/** The same, and the one model that a program is about. @internal */
export const trackingContract: typeof serverContract & { readonly model: Variable<string> } = {
  ...serverContract,
  model: required('MLFLOW_REGISTERED_MODEL', modelName),
};

/** @throws InputError if the credentials are no pair, or two kinds @internal */
export function trackingServer(
  { url, username, password, token }: Values<typeof serverContract>,
  session: Session,
): TrackingServer {
  if ((username === undefined) !== (password === undefined))
    throw new InputError('MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD belong together, one is not set');
  if (token !== undefined && username !== undefined)
    throw new InputError('MLFLOW_TRACKING_TOKEN is set beside a user name: only one of them can be sent');
  const authorization =
    token !== undefined
      ? `Bearer ${token}`
      : username !== undefined
        ? `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
        : undefined;
  if (authorization === undefined) return { url, headers: {} };
  for (const secret of [authorization, token ?? '', password ?? '']) session.hide(secret);
  return { url, headers: { authorization } };
}
