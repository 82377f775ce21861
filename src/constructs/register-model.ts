import type { Image } from '../core/container/image';
import { oneOf } from '../core/parameter/one-of';
import { text } from '../core/parameter/text';
import { programTask, programTimeout } from '../core/program-task';
import type { Task } from '../core/task';
import { programText } from '../programs/bundle';
import { contract, outcomes } from '../programs/register-model/contract';
import { checkRead } from './check-read';
import type { MlflowRegistry } from './mlflow-registry';

/** @public */
export interface RegisterOptions {
  /** The model's name, or its path below the artifacts of the run. @default - the only model that the run logged */
  readonly artifact?: string | undefined;
  /** Refuses a model that this could not load from where it is. @default - a warning in the log */
  readonly loadableBy?: 'kserve' | undefined;
  /** Alias of the newest registered version, such as `development`. @default - none */
  readonly alias?: string | undefined;
}

/** @internal */
export interface RegisterModelOptions extends RegisterOptions {
  readonly programImage: Image | undefined;
}

const deadline = 300;

/** Registers what a training run logged; the same run is the same version, however often. @internal */
export function registerModelTask(
  registry: MlflowRegistry,
  { programImage, artifact, loadableBy, alias }: RegisterModelOptions,
): Task<
  { readonly runId: string },
  {
    readonly outcome: (typeof outcomes)[number];
    readonly modelVersion: string;
    readonly artifactUri: string;
    readonly runId: string;
    readonly digest: string;
  }
> {
  checkOptions({ artifact, loadableBy, alias });
  return programTask(
    'register-model',
    { name: 'register-model', text: programText('register-model') },
    {
      image: programImage,
      inputs: { runId: text({ pattern: /[A-Za-z0-9][A-Za-z0-9_-]{0,255}/ }) },
      outputs: {
        outcome: oneOf(outcomes),
        modelVersion: text({ pattern: /[1-9][0-9]{0,14}/ }),
        artifactUri: text(),
        runId: text({ pattern: /[A-Za-z0-9][A-Za-z0-9_-]{0,255}/ }),
        digest: text({ pattern: /sha256:[0-9a-f]{64}/ }),
      },
      env: ({ inputs }) => ({
        ...registry.env,
        DEADLINE_SECONDS: String(deadline),
        RUN_ID: inputs.runId,
        ...(artifact === undefined ? {} : { MODEL_ARTIFACT: artifact }),
        ...(loadableBy === undefined ? {} : { LOADABLE_BY: loadableBy }),
        ...(alias === undefined ? {} : { ALIAS: alias }),
      }),
      timeout: programTimeout(deadline),
    },
  );
}

/** Read as the program will. */
function checkOptions(options: RegisterOptions): void {
  for (const key of ['artifact', 'loadableBy', 'alias'] as const) {
    const value = options[key];
    if (value !== undefined) checkRead('MLP3003', `${key} of register`, () => contract[key].parse(String(value)));
  }
}
