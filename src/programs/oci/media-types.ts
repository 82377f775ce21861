/** Lists of manifests, one for each platform. @internal */
export const indexTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
] as const;

/** @internal */
export const dockerImageType = 'application/vnd.docker.distribution.manifest.v2+json';

/** @internal */
export const imageTypes = ['application/vnd.oci.image.manifest.v1+json', dockerImageType] as const;

/** Without these named, Docker's registry makes up a manifest of the first schema, with another digest. @internal */
export const acceptedTypes: string = [...indexTypes, ...imageTypes].join(', ');

/** Layers that a registry does not have: they are fetched from where they may be. @internal */
export function isForeign(mediaType: string): boolean {
  return /\.foreign\.|nondistributable/.test(mediaType);
}
