import type { Image } from '../core/container/image';
import { oneOf } from '../core/parameter/one-of';
import { text } from '../core/parameter/text';
import { programTask, programTimeout } from '../core/program-task';
import type { Task } from '../core/task';
import { programText } from '../programs/bundle';
import { type Loader, outcomes } from '../programs/register-model/contract';
import type { MlflowRegistry } from './mlflow-registry';

/** @internal */
export interface RegisterModelOptions {
  readonly programImage: Image | undefined;
  /** The model's name, or its path below the artifacts of the run. @default - the only model that the run logged */
  readonly artifact?: string | undefined;
  /** Refuses a model that this could not load from where it is. @default - a warning */
  readonly loadableBy?: Loader | undefined;
}

const deadline = 300;

/** Registers what a training run logged; the same run is the same version, however often. @internal */
export function registerModelTask(
  registry: MlflowRegistry,
  { programImage, artifact, loadableBy }: RegisterModelOptions,
): Task<
  { readonly runId: string },
  {
    readonly outcome: (typeof outcomes)[number];
    readonly modelVersion: string;
    readonly artifactUri: string;
    readonly runId: string;
  }
> {
  return programTask(
    'register-model',
    { name: 'register-model', text: programText('register-model') },
    {
      image: programImage,
      inputs: { runId: text({ pattern: /[A-Za-z0-9][A-Za-z0-9_-]{0,255}/ }) },
      outputs: {
        outcome: oneOf(outcomes),
        modelVersion: text({ pattern: /[1-9][0-9]{0,15}/ }),
        artifactUri: text(),
        runId: text({ pattern: /[A-Za-z0-9][A-Za-z0-9_-]{0,255}/ }),
      },
      env: ({ inputs }) => ({
        ...registry.env,
        DEADLINE_SECONDS: String(deadline),
        RUN_ID: inputs.runId,
        ...(artifact === undefined ? {} : { MODEL_ARTIFACT: artifact }),
        ...(loadableBy === undefined ? {} : { LOADABLE_BY: loadableBy }),
      }),
      timeout: programTimeout(deadline),
    },
  );
}
