import Ajv, { type ValidateFunction } from 'ajv';
import { definitionsOf, kindsOf, type SchemaRelease } from '../../src/schemas/release';

const compilers = new Map<SchemaRelease, Ajv>();

/** What validates one definition of a release. */
export function validatorOf(release: SchemaRelease, definition: string): ValidateFunction {
  let ajv = compilers.get(release);
  if (ajv === undefined) {
    ajv = new Ajv({ strict: true, allowUnionTypes: true });
    ajv.addSchema({ $id: release, definitions: definitionsOf(release) });
    compilers.set(release, ajv);
  }
  return ajv.compile({ $ref: `${release}#/definitions/${definition}` });
}

/** The definition that documents of a kind follow, or undefined where the release has no such kind. */
export function definitionOf(release: SchemaRelease, apiVersion: unknown, kind: unknown): string | undefined {
  return kindsOf(release).find((known) => known.apiVersion === apiVersion && known.kind === kind)?.definition;
}
