import type { Environment } from '../environment';
import { InputError } from '../input-error';
import { isRecord } from '../json-value';
import { json } from '../parse';
import type { BodyValue, StartPlan } from './plan';

/**
 * The body to send: each value as what it is, in its place.
 *
 * @throws InputError naming every variable that does not hold what belongs there
 * @internal
 */
export function bodyOf({ body, values }: Pick<StartPlan, 'body' | 'values'>, environment: Environment): unknown {
  const problems: string[] = [];
  const given = new Map<string, unknown>();
  for (const [i, value] of values.entries()) {
    const name = `BODY_${i}`;
    try {
      given.set(placeOf(value.at), sentValue(value, environment[name]));
    } catch (problem) {
      if (!(problem instanceof InputError)) throw problem;
      problems.push(`${name}, the value at ${value.at.join('.')}: ${problem.message}`);
    }
  }
  if (problems.length > 0) throw new InputError(problems.join('; '));
  return filled(body, [], given);
}

function sentValue({ kind }: BodyValue, text: string | undefined): unknown {
  if (text === undefined) throw new InputError('is not set');
  if (kind === 'text') return text;
  if (kind === 'json') return json(text);
  if (kind === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if (kind !== 'boolean' && /^-?\d{1,400}(\.\d{1,400})?([eE][-+]?\d{1,3})?$/.test(text)) {
    const value = Number(text);
    if (kind === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value)) return value;
  }
  throw new InputError(
    `expected ${kind === 'boolean' ? 'true or false' : kind === 'integer' ? 'an integer' : 'a number'}`,
  );
}

function filled(part: unknown, at: BodyValue['at'], given: ReadonlyMap<string, unknown>): unknown {
  const place = placeOf(at);
  if (given.has(place)) return given.get(place);
  if (Array.isArray(part)) return part.map((item, i) => filled(item, [...at, i], given));
  if (!isRecord(part)) return part;
  return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, filled(inner, [...at, key], given)]));
}

function placeOf(at: BodyValue['at']): string {
  return JSON.stringify(at);
}
