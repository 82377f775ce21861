import { checkProps } from '../core/check-props';
import type { Image } from '../core/container/image';
import type { Volume } from '../core/container/volume';
import { oneOf } from '../core/parameter/one-of';
import { text } from '../core/parameter/text';
import { programTask, programTimeout } from '../core/program-task';
import type { Task } from '../core/task';
import { programText } from '../programs/bundle';
import { contract, outcomes } from '../programs/digest-model/contract';
import { checkVariable } from './check-read';

/** @public */
export interface ModelFileDigestOptions {
  /** Absolute path of the model. */
  readonly file: string;
  /** Where the file is: `{ [models.folder]: models.volume }`. */
  readonly mounts: { readonly [path: string]: Volume };
  /** @default - a plain Node image */
  readonly programImage?: Image | undefined;
}

/** @public */
export type ModelFileDigest = Task<{}, { readonly outcome: (typeof outcomes)[number]; readonly digest: string }>;

const deadlineSeconds = 300;

/**
 * Says which bytes a trained model has, for a run in which nobody judges its file: that it is there, alone and not empty is
 * all that is looked at.
 *
 * @throws PipelineError MLP3052 for a path that is no model.
 * @example
 * ```ts
 * const measured = modelFileDigest({
 *   file: `${models.folder}/trained/model.pkl`, mounts: { [models.folder]: models.volume },
 * });
 * ```
 * @public
 */
export function modelFileDigest(options: ModelFileDigestOptions): ModelFileDigest {
  checkProps(options, ['file', 'mounts', 'programImage'], 'modelFileDigest');
  const { file, mounts, programImage } = options;
  checkVariable('MLP3052', 'the file of modelFileDigest', contract.file, file);
  return programTask(
    'digest-model',
    { name: 'digest-model', text: programText('digest-model') },
    {
      image: programImage,
      outputs: { outcome: oneOf(outcomes), digest: text({ pattern: /sha256:[0-9a-f]{64}/ }) },
      env: { MODEL_FILE: file, DEADLINE_SECONDS: String(deadlineSeconds) },
      mounts,
      timeout: programTimeout(deadlineSeconds),
    },
  );
}
