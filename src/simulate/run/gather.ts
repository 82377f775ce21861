import type { LocalScope } from './local-scope';
import type { Node } from './node';

/**
 * Lets others see what the items of a loop left, as lists in the order of the items. Says in Go's words which result is
 * no JSON.
 *
 * @internal
 */
export function gather(scope: LocalScope, prefix: string, children: readonly Node[]): string | undefined {
  if (children.length === 0) return undefined;
  const maps: Record<string, string>[] = [];
  const lists = new Map<string, string[]>();
  const results: unknown[] = [];
  for (const { hooked, retried, phase, outputs } of children) {
    if (hooked || retried || phase !== 'Succeeded' || outputs === undefined) continue;
    if (outputs.parameters.length > 0) {
      const map: Record<string, string> = {};
      for (const { name, value = '' } of outputs.parameters) {
        map[name] = value;
        lists.set(name, [...(lists.get(name) ?? []), value]);
      }
      maps.push(map);
    }
    if (outputs.result !== undefined) {
      const parsed = parseJson(outputs.result);
      if (parsed === undefined) return notJson(outputs.result);
      results.push(parsed.value);
    }
  }
  scope.set(`${prefix}.outputs.result`, goJson(results));
  scope.set(`${prefix}.outputs.parameters`, goJson(maps));
  for (const [name, values] of lists) scope.set(`${prefix}.outputs.parameters.${name}`, goJson(joined(values)));
  return undefined;
}

/** Lists and maps if all of them are, else texts. */
function joined(values: readonly string[]): readonly unknown[] {
  const parsed: unknown[] = [];
  for (const value of values) {
    const json = parseJson(value);
    if (json === undefined || typeof json.value !== 'object' || json.value === null) return values;
    parsed.push(json.value);
  }
  return parsed;
}

/** @internal */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** JSON as Go writes it: keys of maps in order, and `<`, `>`, `&` escaped. @internal */
export function goJson(value: unknown): string {
  return JSON.stringify(sorted(value)).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

/** @internal */
export function notJson(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return 'unexpected end of JSON input';
  const [first = ''] = trimmed;
  return `invalid character '${first}' looking for beginning of value`;
}
