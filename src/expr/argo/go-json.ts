import { goJson, goJsonString } from './go-text';
import { isList, isMap, type Value } from './value';

/**
 * A value as Go's `json.MarshalIndent` writes it, with two spaces.
 *
 * @internal
 */
export function goJsonIndented(value: Value, indent = ''): string {
  const inner = `${indent}  `;
  if (isList(value) && value.length > 0) {
    return `[\n${value.map((each) => inner + goJsonIndented(each, inner)).join(',\n')}\n${indent}]`;
  }
  if (isMap(value) && value.size > 0) {
    // Says what is wrong with other keys.
    goJson(value);
    const keys = [...value.keys()].map(String).sort();
    const lines = keys.map((key) => `${inner}${goJsonString(key)}: ${goJsonIndented(value.get(key) ?? null, inner)}`);
    return `{\n${lines.join(',\n')}\n${indent}}`;
  }
  return goJson(value);
}
