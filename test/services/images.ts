import { createHash } from 'node:crypto';

export const ociImage = 'application/vnd.oci.image.manifest.v1+json';
export const ociIndex = 'application/vnd.oci.image.index.v1+json';
export const dockerImage = 'application/vnd.docker.distribution.manifest.v2+json';
export const dockerList = 'application/vnd.docker.distribution.manifest.list.v2+json';

export const digestOf = (bytes: string | Buffer): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** What was pushed: the manifest and all that it names. */
export interface Pushed {
  readonly digest: string;
  readonly bytes: string;
  readonly mediaType: string;
  readonly parts: readonly string[];
}

export interface ImageOptions {
  /** @default docker.distribution.manifest.v2 */
  readonly mediaType?: string;
  readonly layers?: readonly Buffer[];
  /** Such as `linux/arm64/v8`. @default linux/amd64 */
  readonly platform?: string;
}

/** Pushes a blob in one piece. */
export async function pushBlob(url: string, repository: string, bytes: Buffer): Promise<string> {
  const digest = digestOf(bytes);
  const begun = await fetch(`${url}/v2/${repository}/blobs/uploads/`, { method: 'POST' });
  const to = new URL(begun.headers.get('location') ?? '', url);
  to.searchParams.set('digest', digest);
  const done = await fetch(to, { method: 'PUT', body: new Uint8Array(bytes) });
  if (done.status !== 201) throw new Error(`blob: ${done.status} ${await done.text()}`);
  return digest;
}

/** Pushes an image whose manifest is not written as a program would write it. */
export async function pushImage(
  url: string,
  repository: string,
  tag: string,
  { mediaType = dockerImage, layers = [Buffer.from(`layer of ${tag}`)], platform = 'linux/amd64' }: ImageOptions = {},
): Promise<Pushed> {
  const oci = mediaType === ociImage;
  const [os, architecture, variant] = platform.split('/');
  const config = Buffer.from(JSON.stringify({ os, architecture, variant, config: {}, rootfs: { type: 'layers' } }));
  const configType = oci
    ? 'application/vnd.oci.image.config.v1+json'
    : 'application/vnd.docker.container.image.v1+json';
  const layerType = oci
    ? 'application/vnd.oci.image.layer.v1.tar+gzip'
    : 'application/vnd.docker.image.rootfs.diff.tar.gzip';
  const all = [config, ...layers];
  const [first, ...rest] = await Promise.all(
    all.map(async (bytes, i) => ({
      mediaType: i === 0 ? configType : layerType,
      size: bytes.length,
      digest: await pushBlob(url, repository, bytes),
    })),
  );
  const manifest = { schemaVersion: 2, mediaType, config: first, layers: rest };
  const bytes = `${JSON.stringify(manifest, null, 3)}\n`;
  await pushManifest(url, repository, tag, bytes, mediaType);
  const parts = [first, ...rest].map((part) => part?.digest ?? '');
  return { digest: digestOf(bytes), bytes, mediaType, parts };
}

/** Pushes an index of images for these platforms, and an attestation beside the first as BuildKit makes it. */
export async function pushIndex(
  url: string,
  repository: string,
  tag: string,
  platforms: readonly string[],
  mediaType: string = ociIndex,
): Promise<Pushed> {
  const image = mediaType === ociIndex ? ociImage : dockerImage;
  const entries = [];
  const parts: string[] = [];
  for (const platform of [...platforms, 'unknown/unknown']) {
    const layers = [Buffer.from(`${tag} for ${platform}`)];
    const pushed = await pushImage(url, repository, `${tag}-${platform.replaceAll('/', '-')}`, {
      mediaType: image,
      layers,
      platform,
    });
    const [os, architecture, variant] = platform.split('/');
    parts.push(pushed.digest, ...pushed.parts);
    entries.push({
      mediaType: image,
      size: pushed.bytes.length,
      digest: pushed.digest,
      platform: { os, architecture, ...(variant === undefined ? {} : { variant }) },
      ...(os === 'unknown' ? { annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } } : {}),
    });
  }
  const bytes = JSON.stringify({ manifests: entries, mediaType, schemaVersion: 2 }, null, 1);
  await pushManifest(url, repository, tag, bytes, mediaType);
  return { digest: digestOf(bytes), bytes, mediaType, parts };
}

export async function pushManifest(
  url: string,
  repository: string,
  reference: string,
  bytes: string,
  mediaType: string,
): Promise<void> {
  const answer = await fetch(`${url}/v2/${repository}/manifests/${reference}`, {
    method: 'PUT',
    headers: { 'content-type': mediaType },
    body: bytes,
  });
  if (answer.status !== 201) throw new Error(`${reference}: ${answer.status} ${await answer.text()}`);
}

/** A manifest as the registry has it now, byte for byte; undefined if it has none. */
export async function manifestAt(url: string, repository: string, reference: string): Promise<string | undefined> {
  const accept = [ociImage, ociIndex, dockerImage, dockerList].join();
  const answer = await fetch(`${url}/v2/${repository}/manifests/${reference}`, { headers: { accept } });
  return answer.status === 200 ? answer.text() : undefined;
}

/** Whether the repository has a blob or a manifest of this digest. */
export async function has(url: string, repository: string, digest: string): Promise<boolean> {
  const blob = await fetch(`${url}/v2/${repository}/blobs/${digest}`, { method: 'HEAD' });
  return blob.status === 200 || (await manifestAt(url, repository, digest)) !== undefined;
}
