import type { Manifest, ManifestValue } from '../yaml/manifest';

/** An object of Kubernetes and where it stands. @internal */
export type LintDocument = Manifest;

/** The name that an object has, or begins with; empty for none. @internal */
export function nameOf(value: ManifestValue): string {
  const { name, generateName } = metadataOf(value);
  return typeof name === 'string' ? name : typeof generateName === 'string' ? generateName : '';
}

/** Where it lives; what names no namespace goes to the one that it is applied to, as all the others without one. @internal */
export function namespaceOf(value: ManifestValue): string {
  const { namespace } = metadataOf(value);
  return typeof namespace === 'string' ? namespace : '';
}

function metadataOf({ metadata }: ManifestValue): Readonly<Record<string, unknown>> {
  return typeof metadata === 'object' && metadata !== null ? (metadata as Readonly<Record<string, unknown>>) : {};
}

/** The name that an object has for certain; nothing for one that is named when it is made. @internal */
export function fullNameOf(value: ManifestValue): string | undefined {
  const { name } = metadataOf(value);
  return typeof name === 'string' && name !== '' ? name : undefined;
}
