import type { Parse } from './environment';
import { matching } from './parse';

/** A version as an application tells it. @internal */
export const versionText: Parse<string> = matching(
  /^[A-Za-z0-9._:/@+=,-]{1,256}$/,
  'a version of letters, digits and ._:/@+=,-',
);

/** Where it stands in a JSON answer. @internal */
export const versionField: Parse<string> = matching(
  /^(\/[\x20-\x7e]*|[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*)$/,
  'a dotted path such as model.version, or a JSON pointer',
);
