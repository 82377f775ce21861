import { distinct, leafRefs } from '../../../core/graph/captures';
import { type RefNode, refsIn } from '../../../core/ref';
import { grouped } from './expression';
import { fits, noTag } from './guard';
import { mayJoinBraces } from './joined-braces';
import type { Place } from './place';
import { rendered } from './rendered';

/**
 * What must hold of the values that a value is made of, before it may be put into text: each is of its type, and no
 * pieces of text make a tag together.
 *
 * It is asked first and of all of them: inside a list, a value that does not fit would become `null`.
 *
 * @internal
 */
export function checksOf(value: RefNode, place: Place): readonly string[] {
  const inner = [...refsIn(value)];
  const listed = inner.some(({ source }) => source.kind === 'compose');
  const single = distinct(leafRefs([value])).flatMap((ref) => {
    const { expression, trusted, fails } = place(ref);
    if (!trusted) return [fits(grouped(expression), ref.type)];
    return listed && fails === true ? [`${grouped(expression)} != nil`] : [];
  });
  const texts = inner.flatMap((ref) =>
    ref.source.kind === 'format' && mayJoinBraces(ref.source.parts) ? [noTag(`(${rendered(ref, place)})`)] : [],
  );
  return [...single, ...texts];
}
