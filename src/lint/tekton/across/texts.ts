import { isMap } from '../../../yaml/is-map';
import type { YamlPath } from '../../../yaml/read';

/** All texts below a value that may hold variables: not descriptions. @internal */
export function* textsIn(value: unknown, at: YamlPath): Generator<{ readonly text: string; readonly path: YamlPath }> {
  if (typeof value === 'string') yield { text: value, path: at };
  else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) yield* textsIn(item, [...at, i]);
  } else if (isMap(value)) {
    for (const [field, member] of Object.entries(value)) {
      if (field !== 'description') yield* textsIn(member, [...at, field]);
    }
  }
}
