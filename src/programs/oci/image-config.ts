import { isRecord, type JsonRecord, valueAt } from '../json-value';
import { Trouble } from '../trouble';
import { readBlob } from './blob';
import type { Manifest } from './manifest';
import type { Registry } from './registry';

/** Label of the commit that an image was built from. @see https://github.com/opencontainers/image-spec/blob/main/annotations.md @internal */
export const revisionLabel = 'org.opencontainers.image.revision';

/** The config of an image: what it runs and which layers it has. @throws Trouble for an index @internal */
export async function readConfig(registry: Registry, { config, digest }: Manifest): Promise<JsonRecord> {
  if (config === undefined) throw new Trouble(`${digest} is an index of images, not an image`);
  const bytes = await readBlob(registry, config);
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString());
  } catch {
    json = undefined;
  }
  if (isRecord(json)) return json;
  throw new Trouble(`the config ${config.digest} of the image is no JSON object`);
}

/** The labels that are text. @internal */
export function labelsOf(config: JsonRecord): Readonly<Record<string, string>> {
  const labels = valueAt(config, 'config', 'Labels');
  if (!isRecord(labels)) return {};
  return Object.fromEntries(
    Object.entries(labels).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** The commit that the image says it was built from, or nothing if it says none. @internal */
export function revisionOf(config: JsonRecord): string {
  const revision = labelsOf(config)[revisionLabel] ?? '';
  return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(revision) ? revision : '';
}
