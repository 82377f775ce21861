import type { Parse } from '../environment';
import { matching } from '../parse';

/** The name of an object, as most kinds have it. @internal */
export const objectName: Parse<string> = matching(
  /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/,
  'the name of an object: lower-case letters, digits, - and .',
);

/** The name of a namespace or a container. @internal */
export const labelName: Parse<string> = matching(
  /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
  'a name of lower-case letters, digits and -, at most 63',
);
