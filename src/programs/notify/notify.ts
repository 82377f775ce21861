import type { Outcome } from '../action';
import { startDeadline } from '../deadline';
import { type Environment, readEnvironment } from '../environment';
import { call } from '../http-call';
import { InputError } from '../input-error';
import type { Session } from '../session';
import { Trouble } from '../trouble';
import { contract } from './contract';
import { bodyOf } from './message';

/**
 * Tells somebody how a run ended. That it could not is said in the log and in the outcome, and never ends a run red.
 *
 * @internal
 */
export async function notify(environment: Environment, session: Session): Promise<Outcome> {
  hideSecrets(environment, session);
  try {
    return await post(environment, session);
  } catch (problem) {
    const foreseen = problem instanceof Trouble || problem instanceof InputError;
    return { outcome: 'not-sent', reason: foreseen ? problem.message : `unexpected: ${problem}`, done: true };
  }
}

async function post(environment: Environment, session: Session): Promise<Outcome> {
  const { url, format, deadline, authorization, pod, ...told } = readEnvironment(environment, contract);
  const message = { ...told, run: told.run || pod };
  const headers = {
    'content-type': 'application/json',
    ...(authorization === '' ? {} : { authorization }),
  };
  const body = Buffer.from(bodyOf(format, message, session));
  // Told twice is better than not told.
  const request = { url, method: 'POST', headers, body, repeatable: true, maxBytes: 64 * 1024 } as const;
  const { status } = await call(request, { deadline: startDeadline(deadline), session });
  Object.assign(session.evidence, { host: url.host, status });
  if (status >= 200 && status < 300) return { outcome: 'sent', reason: `told ${url.host}`, done: true };
  return { outcome: 'not-sent', reason: `${url.host} answered ${status}`, done: true };
}

/** The address of a webhook is its password. */
function hideSecrets({ WEBHOOK_URL = '', AUTHORIZATION = '' }: Environment, session: Session): void {
  session.hide(AUTHORIZATION);
  session.hide(WEBHOOK_URL);
  const [, path = ''] = /^https?:\/\/[^/]*(\/[^?]*)/i.exec(WEBHOOK_URL) ?? [];
  // A short path such as /hook is no secret, and would take words out of what is said.
  if (path.length >= 12) session.hide(path);
}
