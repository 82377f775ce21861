import { EvaluationError, UnsupportedError } from './expr/evaluation-error';
import { fromBase64, split, trimSpace, withoutPrefix, withoutSuffix } from './expr/text-functions';
import { goText } from './go-text';
import { otherSprigNames } from './sprig-names';
import { goType, isList, isMap, type NativeFunction, type Value } from './value';

/** A function is called by reflection: nil is the zero value of the parameter's type, another type panics. */
type Parameter = 'text' | 'int' | 'bool' | 'any' | 'anys';

function typed(parameters: readonly Parameter[], run: (...args: never[]) => Value): NativeFunction {
  return (...given) => {
    const rest = parameters.at(-1) === 'anys';
    const least = rest ? parameters.length - 1 : parameters.length;
    if (given.length < least) throw new EvaluationError('reflect: Call with too few input arguments');
    if (!rest && given.length > least) throw new EvaluationError('reflect: Call with too many input arguments');
    const args = given.map((value, index) => converted(value, parameters[index] ?? 'any'));
    return run(...(args as never[]));
  };
}

function converted(value: Value, parameter: Parameter): Value {
  if (parameter === 'text') return value === null ? '' : expected('string', value);
  if (parameter === 'int') return value === null ? 0n : expected('bigint', value);
  if (parameter === 'bool') return value === null ? false : expected('boolean', value);
  return value;
}

function expected(type: 'string' | 'bigint' | 'boolean', value: Value): Value {
  if (typeof value === type) return value;
  throw new EvaluationError(`reflect: Call using ${goType(value)} as type ${type}`);
}

function isEmpty(value: Value): boolean {
  if (value === null || value === '' || value === 0n || value === 0 || value === false) return true;
  if (isList(value)) return value.length === 0;
  return isMap(value) && value.size === 0;
}

/** Numbers as `cast.ToInt64` reads them; what is none is zero. */
function toInt64(value: Value): bigint {
  if (typeof value === 'bigint') return value;
  if (value === null) return 0n;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'number') {
    if (Math.abs(value) < 2 ** 63) return BigInt(Math.trunc(value));
    throw new UnsupportedError(`the float ${value} as an integer`);
  }
  if (typeof value !== 'string') return 0n;
  const digits = /^([+-]?)(0|[1-9]\d{0,17})$/.exec(value);
  if (digits !== null) return BigInt(`${digits[1] === '-' ? '-' : ''}${digits[2]}`);
  if (value === '' || /^[A-Za-z][A-Za-z ]*$/.test(value)) return 0n;
  throw new UnsupportedError(`sprig's reading of '${value}' as a number`);
}

const extreme = (isBetter: (a: bigint, b: bigint) => boolean) =>
  typed(['any', 'anys'], (...values: Value[]) =>
    values.map(toInt64).reduce((best, each) => (isBetter(each, best) ? each : best)),
  );

function nonzero(value: bigint): bigint {
  if (value === 0n) throw new EvaluationError('runtime error: integer divide by zero');
  return value;
}

function strings(list: Value): readonly string[] {
  if (isList(list)) return list.filter((each) => each !== null).map(goText);
  return list === null ? [] : [goText(list)];
}

const long = (value: bigint): bigint => BigInt.asIntN(64, value);

/** Few expressions need it, and all that read any would wait for it to load. */
function sha256(value: string): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(value).digest('hex');
}

const known: readonly (readonly [string, NativeFunction])[] = [
  ['trim', typed(['text'], trimSpace)],
  ['upper', typed(['text'], (value: string) => ascii(value).toUpperCase())],
  ['lower', typed(['text'], (value: string) => ascii(value).toLowerCase())],
  ['trimPrefix', typed(['text', 'text'], (prefix: string, value: string) => withoutPrefix(value, prefix))],
  ['trimSuffix', typed(['text', 'text'], (suffix: string, value: string) => withoutSuffix(value, suffix))],
  ['contains', typed(['text', 'text'], (part: string, value: string) => value.includes(part))],
  ['hasPrefix', typed(['text', 'text'], (part: string, value: string) => value.startsWith(part))],
  ['hasSuffix', typed(['text', 'text'], (part: string, value: string) => value.endsWith(part))],
  [
    'replace',
    typed(['text', 'text', 'text'], (old: string, by: string, value: string) => {
      if (old === '') throw new UnsupportedError('sprig.replace of nothing');
      return value.replaceAll(old, () => by);
    }),
  ],
  ['trunc', typed(['int', 'text'], (count: bigint, value: string) => trunc(Number(count), ascii(value)))],
  [
    'splitList',
    typed(['text', 'text'], (separator: string, value: string) => split(value, separator, undefined, false)),
  ],
  ['join', typed(['text', 'any'], (glue: string, list: Value) => strings(list).join(glue))],
  [
    'quote',
    typed(['anys'], (...values: Value[]) =>
      values
        .filter((each) => each !== null)
        .map(quoted)
        .join(' '),
    ),
  ],
  [
    'squote',
    typed(['anys'], (...values: Value[]) =>
      values
        .filter((each) => each !== null)
        .map((each) => `'${goText(each)}'`)
        .join(' '),
    ),
  ],
  ['toString', typed(['any'], goText)],
  ['b64enc', typed(['text'], (value: string) => Buffer.from(value).toString('base64'))],
  ['b64dec', typed(['text'], (value: string) => decoded(value))],
  ['sha256sum', typed(['text'], sha256)],
  ['atoi', typed(['text'], (value: string) => (/^[+-]?\d{1,18}$/.test(value) ? BigInt(value.replace('+', '')) : 0n))],
  ['int', typed(['any'], toInt64)],
  ['int64', typed(['any'], toInt64)],
  ['add', typed(['anys'], (...values: Value[]) => long(values.map(toInt64).reduce((sum, each) => sum + each, 0n)))],
  ['add1', typed(['any'], (value: Value) => long(toInt64(value) + 1n))],
  ['sub', typed(['any', 'any'], (a: Value, b: Value) => long(toInt64(a) - toInt64(b)))],
  ['mul', typed(['any', 'anys'], (...values: Value[]) => long(values.map(toInt64).reduce((all, each) => all * each)))],
  ['div', typed(['any', 'any'], (a: Value, b: Value) => long(toInt64(a) / nonzero(toInt64(b))))],
  ['mod', typed(['any', 'any'], (a: Value, b: Value) => toInt64(a) % nonzero(toInt64(b)))],
  ['max', extreme((a, b) => a > b)],
  ['biggest', extreme((a, b) => a > b)],
  ['min', extreme((a, b) => a < b)],
  [
    'default',
    typed(['any', 'anys'], (fallback: Value, ...given: Value[]) => {
      const [value = null] = given;
      return isEmpty(value) ? fallback : value;
    }),
  ],
  ['empty', typed(['any'], isEmpty)],
  ['coalesce', typed(['anys'], (...values: Value[]) => values.find((each) => !isEmpty(each)) ?? null)],
  ['ternary', typed(['any', 'any', 'bool'], (yes: Value, no: Value, condition: boolean) => (condition ? yes : no))],
  ['list', typed(['anys'], (...values: Value[]) => values)],
  ['fail', typed(['text'], (message: string) => failWith(message))],
];

function failWith(message: string): never {
  throw new EvaluationError(message);
}

function ascii(value: string): string {
  if (/^[\0-\x7f]*$/.test(value)) return value;
  throw new UnsupportedError('letters beyond ASCII in a function of sprig');
}

function trunc(count: number, value: string): string {
  if (count < 0 && value.length + count > 0) return value.slice(value.length + count);
  return count >= 0 && value.length > count ? value.slice(0, count) : value;
}

function quoted(value: Value): string {
  const text = goText(value);
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  throw new UnsupportedError('special letters in sprig.quote');
}

function decoded(value: string): string {
  try {
    return fromBase64(value);
  } catch (problem) {
    if (!(problem instanceof EvaluationError)) throw problem;
    throw new UnsupportedError('the error text of sprig.b64dec, which is its value');
  }
}

/**
 * The functions of sprig that Argo leaves in. Some do what sprig does; a call of another one is undecided.
 *
 * @internal
 */
export const sprig: Value = new Map<Value, Value>([
  ...otherSprigNames.map((name): [Value, Value] => [
    name,
    () => {
      throw new UnsupportedError(`sprig.${name}`);
    },
  ]),
  ...known,
]);
