import { RefNode } from '../../../core/ref';
import type { ValueType } from '../../../core/value-type';
import { quote, tag } from './expression';
import type { Place } from './place';
import { literal, textOf, valueText } from './value';

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
  if (!RefNode.is(value)) return literal(/\$[$(]/.test(value) ? value.replaceAll('$', '$$$$') : value);
  if (!mayHoldDollar(value)) return valueText(value, value.type, place);
  return tag(`replace(${textOf(value, place)}, ${quote('$')}, ${quote('$$')})`);
}

function mayHoldDollar(value: RefNode): boolean {
  if (value.source.kind !== 'format') return canHoldDollar(value.type);
  return value.source.parts.some((part) => (typeof part === 'string' ? part.includes('$') : mayHoldDollar(part)));
}

function canHoldDollar(type: ValueType): boolean {
  if (type.kind === 'list' || type.kind === 'record') return true;
  if (type.kind !== 'text') return false;
  // Letters, digits, a few signs, classes of them and repetition: nothing in such a pattern can be a dollar sign.
  const harmless =
    /^(?:\\[dwb.\-/+]|\[(?:[A-Za-z0-9_:/@+=,. -]|\\[dw.\-/])+\]|[A-Za-z0-9_:/@=, -]|[*+?|()]|\{\d+(?:,\d*)?\})+$/;
  return type.pattern === undefined || !harmless.test(type.pattern);
}
