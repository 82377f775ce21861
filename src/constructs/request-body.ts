import { show } from '../core/check-value';
import { type EngineValue, type EnvValue, runName } from '../core/container/env';
import { PipelineError } from '../core/error';
import { MaybeNode, RefNode, type RefObject } from '../core/ref';
import type { BodyValue } from '../programs/train-http/plan';

/**
 * What stands in the JSON body of a request: values, and inputs of the unit or `runName` in the place of values.
 *
 * @public
 */
export type BodyPart =
  | string
  | number
  | boolean
  | null
  | RefObject<unknown>
  | EngineValue
  | readonly BodyPart[]
  | { readonly [name: string]: BodyPart };

/** A body with nothing in the places of what is known only when the pipeline runs. @internal */
export interface RequestBody {
  readonly body: unknown;
  readonly values: readonly BodyValue[];
  /** The variable of each value. */
  readonly env: { readonly [variable: string]: EnvValue };
}

/** Takes the values out of a body: they travel in variables, so that none is ever read as JSON or as text around it. Throws MLP3074. @internal */
export function requestBody(body: BodyPart, what: string): RequestBody {
  const values: BodyValue[] = [];
  const env: Record<string, EnvValue> = {};
  const walk = (part: unknown, at: readonly (string | number)[]): unknown => {
    const place = `the body of ${what}${at.length === 0 ? '' : ` at ${at.join('.')}`}`;
    if (RefNode.is(part) || part === runName) {
      env[`BODY_${values.length}`] = part as EnvValue;
      values.push({ at, kind: RefNode.is(part) ? kindOf(part, place) : 'text' });
      return null;
    }
    if (part === null || typeof part === 'string' || typeof part === 'boolean') return part;
    if (typeof part === 'number' && Number.isFinite(part)) return part;
    if (Array.isArray(part)) return part.map((item, i) => walk(item, [...at, i]));
    if (part instanceof MaybeNode || !isPlain(part) || 'from' in part) throw unusable(part, place);
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, walk(inner, [...at, name])]));
  };
  return { body: walk(body, []), values, env };
}

function kindOf({ type, label }: RefNode, place: string): BodyValue['kind'] {
  switch (type.kind) {
    case 'text':
    case 'oneOf':
      return 'text';
    case 'list':
    case 'record':
      return 'json';
    case 'artifact':
      throw unusable(label, place);
    default:
      return type.kind;
  }
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function unusable(value: unknown, place: string): PipelineError {
  return new PipelineError({
    code: 'MLP3074',
    message: `${place} is ${show(value)}`,
    expected: 'text, a number, true, false, null, a list or object of them, an input of the unit, or runName',
    actual: value,
  });
}
