import { createRequire } from 'node:module';
import type { Schema, Type } from 'js-yaml';
import { goScalar } from './go-scalar';

/** Loaded when the first such document is read: most programs never see one, and start sooner. */
const jsYaml = (): typeof import('js-yaml') => createRequire(__filename)('js-yaml');

function implicit(tag: string, isOurs: (value: unknown) => boolean): Type {
  return new (jsYaml().Type)(`tag:yaml.org,2002:${tag}`, {
    kind: 'scalar',
    resolve: (text: string | null) => isOurs(goScalar(text ?? '')),
    construct: (text: string | null) => goScalar(text ?? ''),
  });
}

let known: Schema | undefined;

function goSchema(): Schema {
  const { FAILSAFE_SCHEMA, Type } = jsYaml();
  known ??= FAILSAFE_SCHEMA.extend({
    implicit: [
      implicit('null', (value) => value === null),
      implicit('bool', (value) => typeof value === 'boolean'),
      implicit('float', (value) => typeof value === 'number'),
      new Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (text: string | null) => text === '<<' }),
    ],
  });
  return known;
}

/**
 * The value of a document with what Go takes and the YAML standard does not: quoted text that ends further left than
 * it may, as many upstream examples have it. `undefined` if it is no YAML for Go either.
 *
 * @internal
 */
export function readLeniently(document: string): { readonly value: unknown } | undefined {
  try {
    return { value: jsYaml().load(document, { schema: goSchema(), json: true }) ?? null };
  } catch {
    return undefined;
  }
}
