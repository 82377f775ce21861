import { PipelineError } from './error';
import { own } from './own';
import { MaybeNode, RefNode } from './ref';
import { suggest } from './suggest';
import { describeType, type ValueType } from './value-type';

/**
 * Throws MLP1001 unless a value known at synth fits the type. `what` names the place: `input 'epochs' of step 'train'`.
 *
 * @internal
 */
export function checkValue(value: unknown, type: ValueType, what: string, at?: string): void {
  const wrong = misfit(value, type);
  if (wrong === undefined) return;
  const meant = type.kind === 'oneOf' && typeof value === 'string' ? suggest(value, type.values) : undefined;
  throw new PipelineError({
    code: 'MLP1001',
    message: `${what} is ${wrong}${meant === undefined ? '' : ` - did you mean '${meant}'?`}`,
    expected: describeType(type),
    actual: value,
    at,
  });
}

/** What is wrong with the value, in words, or nothing. */
function misfit(value: unknown, type: ValueType): string | undefined {
  switch (type.kind) {
    case 'text':
      if (typeof value !== 'string') return show(value);
      return type.pattern === undefined || new RegExp(`^(?:${type.pattern})$`).test(value) ? undefined : show(value);
    case 'integer':
    case 'number': {
      const fits =
        typeof value === 'number' &&
        Number.isFinite(value) &&
        (type.kind === 'number' || Number.isSafeInteger(value)) &&
        value >= (type.min ?? Number.NEGATIVE_INFINITY) &&
        value <= (type.max ?? Number.POSITIVE_INFINITY);
      return fits ? undefined : show(value);
    }
    case 'boolean':
      return typeof value === 'boolean' ? undefined : show(value);
    case 'oneOf':
      return typeof value === 'string' && type.values.includes(value) ? undefined : show(value);
    case 'list':
      if (!Array.isArray(value)) return show(value);
      return first(value, (item, i) => inside(`item ${i}`, misfit(item, type.of)));
    case 'record':
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return show(value);
      return (
        first(Object.keys(value), (key) =>
          Object.hasOwn(type.fields, key) ? undefined : `a record with the unknown field '${key}'`,
        ) ??
        first(Object.entries(type.fields), ([name, field]) =>
          inside(`field '${name}'`, misfit(own(value as Record<string, unknown>, name), field)),
        )
      );
    case 'artifact':
      return `${show(value)}, which is no artifact`;
  }
}

function first<T>(items: readonly T[], look: (item: T, i: number) => string | undefined): string | undefined {
  for (const [i, item] of items.entries()) {
    const found = look(item, i);
    if (found !== undefined) return found;
  }
  return undefined;
}

const inside = (place: string, wrong: string | undefined): string | undefined =>
  wrong === undefined ? undefined : `wrong at ${place}: ${wrong}`;

/**
 * A value as it reads in a message, shortened and on one line. Never throws, whatever the value is.
 *
 * @internal
 */
export function show(value: unknown): string {
  if (typeof value === 'string') return `'${shortened(oneLine(value))}'`;
  if (RefNode.is(value)) return value.label;
  if (value instanceof MaybeNode) return value.ref.label;
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  if (typeof value !== 'object' || value === null) return String(value);
  return shortened(
    json(value) ?? (Array.isArray(value) ? 'a list' : `an object with ${Object.keys(value).join(', ')}`),
  );
}

/** Nothing for what has no JSON: a circle, a ref inside, a getter that throws. */
function json(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);

const oneLine = (text: string): string => text.replace(/\p{Cc}/gu, (char) => JSON.stringify(char).slice(1, -1));
