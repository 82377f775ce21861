import { RefNode } from '../../../core/ref';
import { quote, tag } from './expression';
import { literal } from './literal';
import type { Place } from './place';
import { isPlainType } from './plain-type';
import { textOf, valueText } from './value';

/**
 * A word of a command line or the value of an environment variable, as the program shall see it.
 *
 * The kubelet replaces `$(NAME)` there by the value of a variable, which might be a secret, and `$$` by `$`: so every `$`
 * is doubled, also in values that are known only at run time.
 *
 * @see https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 * @internal
 */
export function unexpanded(value: string | RefNode, place: Place): string {
  if (!RefNode.is(value)) return literal(expands.test(value) ? value.replaceAll('$', '$$$$') : value);
  if (!mayHoldDollar(value)) return valueText(value, value.type, place);
  return tag(`replace(${textOf(value, place)}, ${quote('$')}, ${quote('$$')})`);
}

// Older kubelets also break a character of several bytes that follows.
const expands = /\$(?:[$(]|[^ -~])/;

function mayHoldDollar(value: RefNode): boolean {
  if (value.source.kind !== 'format') return !isPlainType(value.type);
  return value.source.parts.some((part) => (typeof part === 'string' ? part.includes('$') : mayHoldDollar(part)));
}
