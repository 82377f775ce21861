import { isRecord, valueAt } from '../json-value';

/** One of the conditions in an object's status. @internal */
export interface Condition {
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
}

/** The condition of a type; one that is absent or malformed is unknown. @internal */
export function conditionOf(object: unknown, type: string): Condition {
  const conditions = valueAt(object, 'status', 'conditions');
  const found = Array.isArray(conditions) ? conditions.find((each) => valueAt(each, 'type') === type) : undefined;
  const { status, reason, message } = isRecord(found) ? found : {};
  return {
    status: status === 'True' || status === 'False' ? status : 'Unknown',
    reason: typeof reason === 'string' ? reason : '',
    message: typeof message === 'string' ? message : '',
  };
}
