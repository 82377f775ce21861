import type { Image } from '../core/container/image';
import { oneOf } from '../core/parameter/one-of';
import { text } from '../core/parameter/text';
import { programTask, programTimeout } from '../core/program-task';
import type { Task } from '../core/task';
import { basePrefix, imagePrefix, outcomes } from '../programs/append-layer/contract';
import { programText } from '../programs/bundle';
import type { ImageRepository } from './image-repository';
import type { MlflowRegistry } from './mlflow-registry';

/** @internal */
export interface AppendLayerOptions {
  readonly programImage: Image | undefined;
  readonly registry: MlflowRegistry;
  readonly base: ImageRepository;
  readonly images: ImageRepository;
  readonly files: { readonly [artifact: string]: string } | undefined;
  readonly versionFile: string | undefined;
  readonly platform: string | undefined;
}

// Models have gigabytes.
const deadline = 1800;

/** Puts a model and its version into an image, as one more layer. @internal */
export function appendLayerTask({
  programImage,
  registry,
  base,
  images,
  files,
  versionFile,
  platform,
}: AppendLayerOptions): Task<
  {
    readonly reference: string;
    readonly modelVersion: string;
    readonly runId: string;
    readonly version: string;
    readonly tags: string;
  },
  {
    readonly outcome: (typeof outcomes)[number];
    readonly digest: string;
    readonly image: string;
    readonly commit: string;
  }
> {
  const from = base.forProgram(basePrefix);
  const to = images.forProgram(imagePrefix);
  return programTask(
    'append-layer',
    { name: 'append-layer', text: programText('append-layer') },
    {
      image: programImage,
      inputs: {
        reference: text({ pattern: /[A-Za-z0-9_.:-]{1,128}/ }),
        modelVersion: text({ pattern: /0|[1-9][0-9]{0,14}/ }),
        runId: text({ pattern: /[A-Za-z0-9_-]{0,256}/ }),
        version: text({ pattern: /[A-Za-z0-9._:/@+=,-]{1,256}/ }),
        tags: text({ pattern: /[A-Za-z0-9_.,-]{1,1000}/ }),
      },
      outputs: {
        outcome: oneOf(outcomes),
        digest: text({ pattern: /sha256:[0-9a-f]{64}/ }),
        image: text(),
        commit: text({ pattern: /([0-9a-f]{40,64})?/ }),
      },
      env: ({ inputs }) => ({
        ...registry.env,
        ...from.env,
        BASE_REFERENCE: inputs.reference,
        ...to.env,
        TAGS: inputs.tags,
        MODEL_VERSION: inputs.modelVersion,
        RUN_ID: inputs.runId,
        VERSION: inputs.version,
        ...(files === undefined ? {} : { FILES: JSON.stringify(files) }),
        ...(versionFile === undefined ? {} : { VERSION_FILE: versionFile }),
        ...(platform === undefined ? {} : { PLATFORM: platform }),
        DEADLINE_SECONDS: String(deadline),
      }),
      mounts: { ...from.mounts, ...to.mounts },
      timeout: programTimeout(deadline),
    },
  );
}
