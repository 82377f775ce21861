import { baseUrl } from '../base-url';
import { optional, required, type Variable } from '../environment';
import { InputError } from '../input-error';
import { decimal, json, matching } from '../parse';

/** What an event says, and of which kind it is. @internal */
export interface EventField {
  readonly name: string;
  readonly kind: 'text' | 'number' | 'boolean';
}

/** The env variables of publish-event, but for the values: `FIELD_0` and so on, in the order of `FIELDS`. @internal */
export const contract: {
  readonly url: Variable<URL>;
  readonly token: Variable<string>;
  readonly type: Variable<string>;
  readonly run: Variable<string>;
  readonly fields: Variable<readonly EventField[]>;
  readonly deadline: Variable<number>;
} = {
  url: required('EVENT_URL', baseUrl),
  token: required('EVENT_TOKEN', token),
  type: required('EVENT_TYPE', matching(/^[a-z][a-z0-9.-]{0,62}$/, 'lower-case letters, digits, . and -')),
  run: required('RUN', matching(/^[A-Za-z0-9._-]{1,253}$/, 'the name of a run')),
  fields: required('FIELDS', fields),
  deadline: optional('DEADLINE_SECONDS', decimal('seconds', 0.1, 3600), 120),
};

/** Never quoted, whatever is wrong with it. */
function token(text: string): string {
  if (/^[\x21-\x7e]{16,8192}$/.test(text)) return text;
  throw new InputError('expected a token of at least 16 printable characters');
}

function fields(text: string): readonly EventField[] {
  const list = json(text);
  if (Array.isArray(list) && list.length <= 50 && list.every(isField)) return list;
  throw new InputError('expected a list of fields: [{"name":"modelVersion","kind":"text"}]');
}

function isField(value: unknown): value is EventField {
  if (typeof value !== 'object' || value === null) return false;
  const { name, kind } = value as EventField;
  return /^[A-Za-z][A-Za-z0-9]{0,62}$/.test(String(name)) && ['text', 'number', 'boolean'].includes(kind);
}
