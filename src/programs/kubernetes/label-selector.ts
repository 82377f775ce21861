import { isRecord, listAt, recordAt, textAt, valueAt } from '../json-value';
import { Trouble } from '../trouble';

/**
 * A selector of an object, as the API takes it for a list.
 *
 * @throws Trouble for one that selects everything, or in a way that is not known here
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
 * @internal
 */
export function selectorText(selector: unknown): string {
  const labels = Object.entries(
    valueAt(selector, 'matchLabels') === undefined ? {} : recordAt(selector, 'matchLabels'),
  );
  const expressions = valueAt(selector, 'matchExpressions') === undefined ? [] : listAt(selector, 'matchExpressions');
  const parts = [
    ...labels.map(([key, value]) => `${key}=${textAt({ value }, 'value')}`),
    ...expressions.map(expression),
  ];
  if (parts.length === 0) throw new Trouble('the selector of the workload selects every pod of the namespace');
  return parts.join(',');
}

function expression(value: unknown): string {
  const key = textAt(value, 'key');
  const values = isRecord(value) && value.values !== undefined ? listAt(value, 'values').map(String).join(',') : '';
  switch (textAt(value, 'operator')) {
    case 'In':
      return `${key} in (${values})`;
    case 'NotIn':
      return `${key} notin (${values})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      throw new Trouble(`the selector of the workload has an operator that is not known: ${textAt(value, 'operator')}`);
  }
}
