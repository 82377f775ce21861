import type { Image } from '../core/container/image';
import { oneOf } from '../core/parameter/one-of';
import { text } from '../core/parameter/text';
import { programTask, programTimeout } from '../core/program-task';
import type { Task } from '../core/task';
import { programText } from '../programs/bundle';
import { outcomes, sourcePrefix, targetPrefix } from '../programs/copy-image/contract';
import type { ImageRepository } from './image-repository';

/** @internal */
export interface CopyImageOptions {
  readonly programImage: Image | undefined;
  readonly source: ImageRepository;
  /** May be the source itself, which then gets another tag for an image that it has. */
  readonly target: ImageRepository;
}

// Images with a model in them have gigabytes.
const deadline = 1800;

/** Gives an image another tag, there or in another repository, with every byte as it is. @internal */
export function copyImageTask({
  programImage,
  source,
  target,
}: CopyImageOptions): Task<
  { readonly reference: string; readonly tag: string },
  { readonly outcome: (typeof outcomes)[number]; readonly digest: string; readonly image: string }
> {
  const from = source.forProgram(sourcePrefix);
  const to = target.forProgram(targetPrefix);
  return programTask(
    'copy-image',
    { name: 'copy-image', text: programText('copy-image') },
    {
      image: programImage,
      inputs: {
        reference: text({ pattern: /[A-Za-z0-9_.:-]{1,128}/ }),
        tag: text({ pattern: /[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}/ }),
      },
      outputs: { outcome: oneOf(outcomes), digest: text({ pattern: /sha256:[0-9a-f]{64}/ }), image: text() },
      env: ({ inputs }) => ({
        ...from.env,
        SOURCE_REFERENCE: inputs.reference,
        ...to.env,
        TARGET_TAG: inputs.tag,
        DEADLINE_SECONDS: String(deadline),
      }),
      mounts: { ...from.mounts, ...to.mounts },
      timeout: programTimeout(deadline),
    },
  );
}
