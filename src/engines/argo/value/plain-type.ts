import type { ValueType } from '../../../core/value-type';

/**
 * Tells whether no value of the type has a sign that Argo or the kubelet would look at: a dollar or a brace.
 *
 * @internal
 */
export function isPlainType(type: ValueType): boolean {
  if (type.kind === 'list' || type.kind === 'record') return false;
  return type.kind !== 'text' || (type.pattern !== undefined && harmless.test(type.pattern));
}

// Letters, digits, a few signs, classes of them and repetition.
const harmless =
  /^(?:\\[dwb.\-/+]|\[-?(?:[a-z]-[a-z]|[A-Z]-[A-Z]|[0-9]-[0-9]|[A-Za-z0-9_:/@+=,. ]|\\[dw.\-/])*-?\]|[A-Za-z0-9_:/@=, -]|[*+?|()]|\{\d+(?:,\d*)?\})+$/;
