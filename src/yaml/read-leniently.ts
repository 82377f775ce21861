import { FAILSAFE_SCHEMA, load, Type } from 'js-yaml';
import { goScalar } from './go-scalar';

function implicit(tag: string, isOurs: (value: unknown) => boolean): Type {
  return new Type(`tag:yaml.org,2002:${tag}`, {
    kind: 'scalar',
    resolve: (text: string | null) => isOurs(goScalar(text ?? '')),
    construct: (text: string | null) => goScalar(text ?? ''),
  });
}

const SCHEMA = FAILSAFE_SCHEMA.extend({
  implicit: [
    implicit('null', (value) => value === null),
    implicit('bool', (value) => typeof value === 'boolean'),
    implicit('float', (value) => typeof value === 'number'),
    new Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (text: string | null) => text === '<<' }),
  ],
});

/**
 * The value of a document with what Go takes and the YAML standard does not: quoted text that ends further left than
 * it may, as many upstream examples have it. `undefined` if it is no YAML for Go either.
 *
 * @internal
 */
export function readLeniently(document: string): { readonly value: unknown } | undefined {
  try {
    return { value: load(document, { schema: SCHEMA, json: true }) ?? null };
  } catch {
    return undefined;
  }
}
