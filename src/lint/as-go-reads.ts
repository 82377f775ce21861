import { isMap } from '../yaml/is-map';
import type { Issue } from './structure/issue';
import { withoutNulls } from './without-nulls';

/** What Go has where nothing is written. */
const zero: { readonly [type: string]: () => unknown } = {
  string: () => '',
  integer: () => 0,
  number: () => 0,
  boolean: () => false,
  array: () => [],
  object: () => ({}),
};

/**
 * A value as the engine has it in its hands: null is absent, and required fields that are missing have the zero value of their
 * type.
 *
 * @internal
 */
export function asGoReads(value: unknown, issues: readonly Issue[]): unknown {
  const read = withoutNulls(value);
  const missing = issues.filter((issue) => issue.kind === 'missing' && issue.path.length > 0);
  if (missing.length === 0) return read;
  const copy: unknown = structuredClone(read);
  for (const issue of missing) {
    if (issue.kind !== 'missing') continue;
    let owner: unknown = copy;
    for (const step of issue.path) owner = (owner as Readonly<Record<string | number, unknown>> | undefined)?.[step];
    const make = zero[issue.type ?? ''];
    if (isMap(owner) && make !== undefined) (owner as Record<string, unknown>)[issue.field] = make();
  }
  return copy;
}
