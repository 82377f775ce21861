import { isMap } from '../../../yaml/is-map';
import type { YamlPath } from '../../../yaml/read';
import type { Members } from '../../members';

/** A result that a task of a pipeline reads. @internal */
export interface ResultRead {
  readonly producer: string;
  readonly result: string;
  readonly path: YamlPath;
}

/** All of them, wherever in the task they stand. @internal */
export function* resultReads(task: Members, at: YamlPath): Generator<ResultRead> {
  for (const [field, member] of Object.entries(task)) yield* below(member, [...at, field]);
}

function* below(value: unknown, path: YamlPath): Generator<ResultRead> {
  if (typeof value === 'string') {
    for (const [, producer = '', plain, quoted] of value.matchAll(pattern))
      yield { producer, result: plain ?? quoted ?? '', path };
  } else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) yield* below(item, [...path, i]);
  } else if (isMap(value)) {
    for (const [field, member] of Object.entries(value)) yield* below(member, [...path, field]);
  }
}

/** A dot after the name is a key of an object, if the name is not quoted. */
const pattern = /\$\(tasks\.([\w-]+)\.results(?:\.([\w-]+)|\[['"]([^'"]+)['"]\])/g;
