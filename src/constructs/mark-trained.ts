import { runName } from '../core/container/env';
import type { Image } from '../core/container/image';
import { oneOf } from '../core/parameter/one-of';
import type { Params } from '../core/parameter/parameter';
import { text } from '../core/parameter/text';
import { programTask, programTimeout } from '../core/program-task';
import type { Task } from '../core/task';
import { programText } from '../programs/bundle';
import type { MlflowRegistry } from './mlflow-registry';

const deadlineSeconds = 120;

/** @internal */
export interface MarkTrainedOptions {
  readonly registry: MlflowRegistry;
  readonly programImage: Image | undefined;
  /** Whether the unit hands on the version that it registered. */
  readonly isRegistered: boolean;
}

/** Writes down what a run was trained with, once all that follows it went well. @internal */
export function markTrainedTask(
  name: string,
  { registry, programImage, isRegistered }: MarkTrainedOptions,
): Task<never, unknown> {
  const version: Params = isRegistered ? { modelVersion: text({ pattern: /[1-9][0-9]{0,14}/ }) } : {};
  const inputs: Params = {
    configHash: text({ pattern: /[0-9a-f]{64}/ }),
    // Empty where training registers the model itself; then the version says which run it was.
    runId: text({ pattern: /[A-Za-z0-9_-]{0,256}/ }),
    ...version,
  };
  return programTask(
    `mark-${name}`,
    { name: 'mark-trained', text: programText('mark-trained') },
    {
      image: programImage,
      inputs,
      outputs: {
        // The other word of the pair is that of a run in which this does not run; a failure ends red.
        outcome: oneOf(['trained', 'cached']),
        trainedRun: text({ pattern: /[A-Za-z0-9][A-Za-z0-9_-]{0,255}/ }),
        trainedVersion: text({ pattern: /none|[1-9][0-9]{0,15}/ }),
      },
      env: ({ inputs: given }) => ({
        ...registry.env,
        CONFIG_HASH: given.configHash as never,
        RUN_ID: given.runId as never,
        ...Object.fromEntries(isRegistered ? [['MODEL_VERSION', given.modelVersion as never]] : []),
        PIPELINE_RUN: runName,
        DEADLINE_SECONDS: String(deadlineSeconds),
      }),
      timeout: programTimeout(deadlineSeconds),
    },
  ) as unknown as Task<never, unknown>;
}
