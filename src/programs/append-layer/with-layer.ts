import type { Calling } from '../http-call';
import { isRecord, type JsonRecord, listAt } from '../json-value';
import { labelsOf, readConfig } from '../oci/image-config';
import { type Descriptor, digestOf, type Manifest } from '../oci/manifest';
import { dockerImageType } from '../oci/media-types';
import type { Registry } from '../oci/registry';
import { putBlob } from '../oci/upload-blob';
import { Trouble } from '../trouble';

/** What an image gets on top. @internal */
export interface Addition {
  readonly layer: Omit<Descriptor, 'mediaType'> | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly version: string;
}

/**
 * The image with one more layer, not compressed: weights get hardly smaller, and what is not compressed is the same bytes
 * wherever it is made. Its config is sent; its manifest is for the caller to send.
 *
 * @see https://github.com/opencontainers/image-spec/blob/main/config.md
 * @internal
 */
export async function withLayer(
  image: Registry,
  base: Manifest,
  addition: Addition,
  calling: Calling,
): Promise<Manifest> {
  const manifest = JSON.parse(base.bytes.toString()) as JsonRecord;
  const layers = listAt(manifest, 'layers');
  const config = configWith(await readConfig(image, base), base, layers.length, addition);
  const bytes = Buffer.from(JSON.stringify(config));
  const sent = await putBlob(image, bytes, base.config?.mediaType ?? '', calling);
  const { layer } = addition;
  const more = layer === undefined ? [] : [{ mediaType: layerTypeOf(base), digest: layer.digest, size: layer.size }];
  const built = Buffer.from(JSON.stringify({ ...manifest, config: sent, layers: [...layers, ...more] }));
  return {
    ...base,
    bytes: built,
    digest: digestOf(built),
    config: sent,
    blobs: [sent, ...base.blobs.slice(1), ...more],
  };
}

function layerTypeOf({ mediaType }: Manifest): string {
  return mediaType === dockerImageType
    ? 'application/vnd.docker.image.rootfs.diff.tar'
    : 'application/vnd.oci.image.layer.v1.tar';
}

function configWith(
  config: JsonRecord,
  { digest }: Manifest,
  count: number,
  { layer, labels, version }: Addition,
): JsonRecord {
  const rootfs = isRecord(config.rootfs) ? config.rootfs : {};
  const diffs = listAt(rootfs, 'diff_ids');
  if (diffs.length !== count) throw new Trouble(`the config of ${digest} knows ${diffs.length} of ${count} layers`);
  const done = { created: '1970-01-01T00:00:00Z', created_by: 'append-layer of cdk8s-mlops' };
  return {
    ...config,
    config: {
      ...(isRecord(config.config) ? config.config : {}),
      Labels: {
        ...labelsOf(config),
        'org.opencontainers.image.base.digest': digest,
        'org.opencontainers.image.version': version,
        ...labels,
      },
    },
    rootfs: { ...rootfs, diff_ids: [...diffs, ...(layer === undefined ? [] : [layer.digest])] },
    // Readers count its entries against the layers, where there are any.
    ...(Array.isArray(config.history)
      ? { history: [...config.history, layer === undefined ? { ...done, empty_layer: true } : done] }
      : {}),
  };
}
