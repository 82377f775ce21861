import { createHash } from 'node:crypto';
import type { Outcome } from '../action';
import { startDeadline } from '../deadline';
import { type Environment, readEnvironment } from '../environment';
import { call } from '../http-call';
import { InputError } from '../input-error';
import type { Session } from '../session';
import { contract } from './contract';
import { fieldValue } from './field-value';

/**
 * Posts an event, as a CloudEvent in JSON. Published again by the same run it has the same id.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
 * @internal
 */
export async function publishEvent(
  environment: Environment,
  session: Session,
): Promise<Outcome<'published' | 'not-published'>> {
  session.hide(environment.EVENT_TOKEN ?? '');
  const { url, token, type, run, fields, deadline } = readEnvironment(environment, contract);
  const values = fields.map((field, i) => [field.name, checked(() => fieldValue(field, environment[`FIELD_${i}`]))]);
  const wrong = values.flatMap(([, value]) => (value instanceof InputError ? [value.message] : []));
  if (wrong.length > 0) throw new InputError(wrong.join('; '));
  const data = Object.fromEntries(values) as object;
  const id = createHash('sha256')
    .update(JSON.stringify([run, type, data]))
    .digest('hex')
    .slice(0, 32);
  const event = { specversion: '1.0', id, source: `/runs/${run}`, type, datacontenttype: 'application/json', data };
  const headers = { 'content-type': 'application/cloudevents+json', authorization: `Bearer ${token}` };
  // The id tells whoever must not hear it twice.
  const request = { url, method: 'POST', headers, body: Buffer.from(JSON.stringify(event)), repeatable: true } as const;
  const { status } = await call({ ...request, maxBytes: 64 * 1024 }, { deadline: startDeadline(deadline), session });
  Object.assign(session.evidence, { host: url.host, status, id });
  if (status >= 200 && status < 300)
    return { outcome: 'published', reason: `${url.host} took ${type} ${id}`, done: true, outputs: { 'event-id': id } };
  const hint = status === 401 || status === 403 ? ', so the token is not the one that it has' : '';
  return { outcome: 'not-published', reason: `${url.host} answered ${status}${hint}`, done: false };
}

function checked<T>(value: () => T): T | InputError {
  try {
    return value();
  } catch (problem) {
    if (problem instanceof InputError) return problem;
    throw problem;
  }
}
