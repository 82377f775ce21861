import { matching } from '../parse';
import { readConfig } from './image-config';
import { type Manifest, platformText } from './manifest';
import type { Registry } from './registry';

/** Such as `linux/amd64`. @internal */
export const platformName: (text: string) => string = matching(
  /^[a-z0-9]+\/[a-z0-9_]+(\/[a-z0-9]+)?$/,
  'a platform such as linux/amd64 or linux/arm64/v8',
);

/** The platforms that an image or an index runs on. @internal */
export async function platformsOf(registry: Registry, manifest: Manifest): Promise<readonly string[]> {
  const { config, manifests } = manifest;
  if (config === undefined) return manifests.flatMap(({ platform }) => (platform === undefined ? [] : [platform]));
  const json = await readConfig(registry, manifest);
  return typeof json.os === 'string' && typeof json.architecture === 'string' ? [platformText(json)] : [];
}

/** `linux/arm64` is met by `linux/arm64/v8` too. @internal */
export function meets(platform: string, wanted: string): boolean {
  return platform === wanted || platform.startsWith(`${wanted}/`);
}
