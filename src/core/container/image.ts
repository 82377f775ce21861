import { show } from '../check-value';
import { PipelineError } from '../error';

/**
 * A container image, by digest or by exact tag.
 *
 * @public
 */
export interface Image {
  readonly reference: string;
}

const digest = /^[a-z0-9.-]+(?::\d+)?(?:\/[a-z0-9._-]+)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?@sha256:[0-9a-f]{64}$/;
const tagged = /^[a-z0-9.-]+(?::\d+)?(?:\/[a-z0-9._-]+)*:([A-Za-z0-9_][A-Za-z0-9_.-]{0,127})$/;

/** Images that are gone, frozen or known to let a broken gate pass. */
const refused: readonly { readonly name: RegExp; readonly why: string; readonly instead: string }[] = [
  { name: /(^|\/)bitnami(legacy)?\//, why: 'its version tags were removed in 2025', instead: 'the upstream image' },
  {
    name: /gcr\.io\/kaniko-project\//,
    why: 'kaniko is archived there since 2025',
    instead: 'ghcr.io/osscontainertools/kaniko',
  },
  {
    name: /(^|\/)(williamyeh|rcmorano|ricoli)\/hey\b/,
    why: 'hey prints no success rate, so its gate can not fail',
    instead: 'k6',
  },
];

/**
 * Ways to name an image. There is none for `latest`: what was tested must be what runs.
 *
 * @public
 */
export const Image: {
  /**
   * An image by digest: the very bytes that were tested.
   *
   * @throws PipelineError MLP1201 without a sha256 digest.
   * @example
   * ```ts
   * Image.pinned(`ghcr.io/acme/train@sha256:${'0'.repeat(64)}`);
   * ```
   */
  readonly pinned: (reference: string) => Image;
  /**
   * An image by exact tag, where tags are never moved.
   *
   * @throws PipelineError MLP1201 without a tag, or for `latest`.
   * @example
   * ```ts
   * Image.tagged('python:3.12.11-slim');
   * ```
   */
  readonly tagged: (reference: string) => Image;
} = {
  pinned(reference) {
    if (isPinned(reference)) return image(reference);
    throw unusable(reference, 'an image with its digest: ghcr.io/acme/train@sha256:<64 hex digits>');
  },
  tagged(reference) {
    if (isTagged(reference)) return image(reference);
    throw unusable(reference, 'an image with an exact tag, such as python:3.12.11-slim, or Image.pinned with a digest');
  },
};

function isPinned(reference: unknown): boolean {
  return typeof reference === 'string' && digest.test(reference);
}

function isTagged(reference: unknown): boolean {
  const tag = typeof reference === 'string' ? tagged.exec(reference)?.[1] : undefined;
  return tag !== undefined && !/^(latest|main|master|stable|edge|nightly)$/.test(tag);
}

function image(reference: string): Image {
  const bad = refused.find(({ name }) => name.test(reference));
  if (bad === undefined) return Object.freeze({ reference });
  throw new PipelineError({
    code: 'MLP1201',
    message: `image '${reference}' can't be used: ${bad.why}`,
    actual: reference,
    fix: `use ${bad.instead}`,
  });
}

/** @internal */
export function checkImage(value: Image, what: string, at?: string): string {
  const reference = typeof value === 'object' ? value?.reference : undefined;
  if (typeof reference === 'string' && (isPinned(reference) || isTagged(reference))) return image(reference).reference;
  throw new PipelineError({
    code: 'MLP1201',
    message: `the image of ${what} is ${show(value)}`,
    expected: 'an Image',
    fix: "Image.pinned('…@sha256:…') or Image.tagged('…:1.2.3')",
    actual: value,
    at,
  });
}

function unusable(reference: string, expected: string): PipelineError {
  return new PipelineError({
    code: 'MLP1201',
    message: `image ${show(reference)} may be another one tomorrow`,
    expected,
    actual: reference,
  });
}
