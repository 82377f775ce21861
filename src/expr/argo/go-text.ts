import { EvaluationError, UnsupportedError } from './expr/evaluation-error';
import { isAnyKeyed, isList, isMap, type Value } from './value';

/**
 * A value as Go's `%v` writes it: what `string()` gives, and what an output's expression leaves.
 *
 * @internal
 */
export function goText(value: Value): string {
  if (value === null) return '<nil>';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return goFloat(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (isList(value)) return `[${value.map(goText).join(' ')}]`;
  if (isMap(value))
    return `map[${sortedEntries(value)
      .map(([key, each]) => `${goText(key)}:${goText(each)}`)
      .join(' ')}]`;
  throw new UnsupportedError('an artifact or a function as text');
}

function goFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [digits = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 21) {
    return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  return plain(value);
}

/** All digits, where JavaScript would write an exponent. */
function plain(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/0+$/, '') : text;
}

/**
 * A value as Go's `json.Marshal` writes it.
 *
 * @internal
 */
export function goJson(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return goJsonString(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new EvaluationError(`json: unsupported value: ${goFloat(value)}`);
    return Object.is(value, -0) ? '-0' : JSON.stringify(value);
  }
  if (isList(value)) return `[${value.map(goJson).join(',')}]`;
  if (isMap(value)) {
    if (isAnyKeyed(value)) throw new EvaluationError('json: unsupported type: map[interface {}]interface {}');
    const entries = sortedEntries(value).map(([key, each]) => {
      return `${goJsonString(String(key))}:${goJson(each)}`;
    });
    return `{${entries.join(',')}}`;
  }
  throw new UnsupportedError('an artifact or a function as JSON');
}

const special = /[<>&\u2028\u2029\ud800-\udfff"\\]|[^ -\uffff]/;

/**
 * A text between quotes as Go's `json.Marshal` writes it, which escapes what HTML could take for its own.
 *
 * @internal
 */
export function goJsonString(text: string): string {
  if (!special.test(text)) return `"${text}"`;
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function sortedEntries(map: ReadonlyMap<Value, Value>): readonly (readonly [Value, Value])[] {
  return [...map].sort(([a], [b]) => {
    if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : 1;
    return String(a) < String(b) ? -1 : 1;
  });
}
