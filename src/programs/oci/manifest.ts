import { createHash } from 'node:crypto';
import type { Answer } from '../http-exchange';
import { jsonOf, unexpectedStatus } from '../json-answer';
import { listAt, numberAt, recordAt, textAt, valueAt } from '../json-value';
import type { Session } from '../session';
import { Trouble } from '../trouble';
import { acceptedTypes, imageTypes, indexTypes, isForeign } from './media-types';
import type { Registry } from './registry';

/** Something by its digest. @see https://github.com/opencontainers/image-spec/blob/main/descriptor.md @internal */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  /** `linux/amd64`, `linux/arm/v7`; of an entry of an index. */
  readonly platform?: string;
}

/** A manifest as its registry has it, byte for byte. @internal */
export interface Manifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
  /** The manifests of an index; empty for an image. */
  readonly manifests: readonly Descriptor[];
  /** Config and layers of an image, without those that no registry has; empty for an index. */
  readonly blobs: readonly Descriptor[];
  readonly config: Descriptor | undefined;
}

/**
 * Fetches a manifest by tag or digest, and computes its digest from the bytes: what a registry says about itself is only
 * compared with that.
 *
 * @returns nothing if the registry says that it has none
 * @throws Trouble if bytes and digest do not belong together, or it is no manifest
 * @internal
 */
export async function readManifest(
  registry: Registry,
  reference: string,
  session: Session,
): Promise<Manifest | undefined> {
  const { host, path } = registry.repository;
  const name = `${host}/${path}${reference.includes(':') ? '@' : ':'}${reference}`;
  const answer = await registry.ask({ to: `/manifests/${reference}`, headers: { accept: acceptedTypes } });
  if (answer.status === 404 && saysMissing(answer)) return undefined;
  if (answer.status !== 200) throw unexpectedStatus(answer, `registry ${host}, asked for ${path},`, session);
  const digest = digestOf(answer.body);
  if (reference.includes(':') && reference !== digest)
    throw new Trouble(`the registry answered other bytes than ${name} names: their digest is ${digest}`);
  const said = answer.headers['docker-content-digest'];
  if (typeof said === 'string' && said.startsWith('sha256:') && said !== digest)
    throw new Trouble(`the registry says that ${name} is ${session.show(said, 80)}, but its bytes are ${digest}`);
  return manifestIn(answer, digest, name, session);
}

/** @internal */
export function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

const deepest = 4;

/** An index may hold indices; by digest none can hold itself, but a hostile one may go on and on. @internal */
export function checkDepth(depth: number): void {
  if (depth > deepest) throw new Trouble(`an index is nested more than ${deepest} times`);
}

/** A web server that is no registry answers 404 as well. */
function saysMissing({ body }: Answer): boolean {
  let code: unknown;
  try {
    code = valueAt(JSON.parse(body.toString()), 'errors', '0', 'code');
  } catch {
    return false;
  }
  return ['MANIFEST_UNKNOWN', 'NAME_UNKNOWN', 'MANIFEST_BLOB_UNKNOWN', 'NOT_FOUND'].includes(String(code));
}

function manifestIn(answer: Answer, digest: string, name: string, session: Session): Manifest {
  const json = recordAt(jsonOf(answer, name, session));
  const mediaType = answer.contentType.replace(/;.*$/su, '').trim().toLowerCase();
  const isIndex = (indexTypes as readonly string[]).includes(mediaType);
  if (!isIndex && !(imageTypes as readonly string[]).includes(mediaType))
    throw new Trouble(`${name} is ${session.show(mediaType, 80) || 'of no type'}, not an image or an index of images`);
  // The same bytes must not be an index to one reader and an image to another.
  const odd = (json.mediaType !== undefined && json.mediaType !== mediaType) || json.schemaVersion !== 2;
  if (odd || Object.hasOwn(json, isIndex ? 'layers' : 'manifests'))
    throw new Trouble(`${name} says something else of its type than the registry: ${mediaType}`);
  const bytes = answer.body;
  if (isIndex) {
    const manifests = listAt(json, 'manifests').map(descriptorOf);
    return { digest, mediaType, bytes, manifests, blobs: [], config: undefined };
  }
  const config = descriptorOf(json.config);
  const blobs = [config, ...listAt(json, 'layers').map(descriptorOf)].filter((blob) => !isForeign(blob.mediaType));
  return { digest, mediaType, bytes, manifests: [], blobs, config };
}

function descriptorOf(value: unknown): Descriptor {
  const digest = textAt(value, 'digest');
  const size = numberAt(value, 'size');
  if (!/^sha256:[0-9a-f]{64}$/.test(digest))
    throw new Trouble('a manifest names something by another digest than sha256');
  if (!Number.isSafeInteger(size) || size < 0) throw new Trouble(`a manifest says that ${digest} has no size`);
  const platform =
    valueAt(value, 'platform') === undefined ? {} : { platform: platformText(recordAt(value, 'platform')) };
  return { mediaType: textAt(value, 'mediaType'), digest, size, ...platform };
}

/** @internal */
export function platformText(value: unknown): string {
  const variant = valueAt(value, 'variant');
  const words = [textAt(value, 'os'), textAt(value, 'architecture'), ...(typeof variant === 'string' ? [variant] : [])];
  return words.filter((word) => word !== '').join('/');
}
