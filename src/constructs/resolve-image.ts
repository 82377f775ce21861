import type { Image } from '../core/container/image';
import { oneOf } from '../core/parameter/one-of';
import { text } from '../core/parameter/text';
import { programTask, programTimeout } from '../core/program-task';
import type { Task } from '../core/task';
import { programText } from '../programs/bundle';
import { type depths, outcomes, prefix } from '../programs/resolve-image/contract';
import type { ImageRepository } from './image-repository';

/** @internal */
export interface ResolveImageOptions {
  readonly programImage: Image | undefined;
  /** What has to be there. @default manifest */
  readonly depth?: (typeof depths)[number] | undefined;
  /** Such as `linux/amd64`. @default - not looked at */
  readonly platform?: string | undefined;
}

const deadline = 300;

/** Finds the digest of a tag, or proves that an image is there. @internal */
export function resolveImageTask(
  repository: ImageRepository,
  { programImage, depth, platform }: ResolveImageOptions,
): Task<
  { readonly reference: string },
  { readonly outcome: (typeof outcomes)[number]; readonly digest: string; readonly image: string }
> {
  const { env, mounts } = repository.forProgram(prefix);
  return programTask(
    'resolve-image',
    { name: 'resolve-image', text: programText('resolve-image') },
    {
      image: programImage,
      inputs: { reference: text({ pattern: /[A-Za-z0-9_.:-]{1,128}/ }) },
      outputs: { outcome: oneOf(outcomes), digest: text({ pattern: /sha256:[0-9a-f]{64}/ }), image: text() },
      env: ({ inputs }) => ({
        ...env,
        DEADLINE_SECONDS: String(deadline),
        IMAGE_REFERENCE: inputs.reference,
        ...(depth === undefined ? {} : { DEPTH: depth }),
        ...(platform === undefined ? {} : { PLATFORM: platform }),
      }),
      mounts,
      timeout: programTimeout(deadline),
    },
  );
}
