import type { Image } from '../core/container/image';
import { oneOf } from '../core/parameter/one-of';
import { text } from '../core/parameter/text';
import { programTask, programTimeout } from '../core/program-task';
import type { Task } from '../core/task';
import { programText } from '../programs/bundle';
import { outcomes } from '../programs/mirror-registry/contract';
import type { MlflowRegistry } from './mlflow-registry';

/** @internal */
export interface MirrorRegistryOptions {
  readonly programImage: Image | undefined;
  /** Alias that follows the environment. */
  readonly alias: string;
}

const deadline = 300;

/** Makes an alias and tags say what the release record says; `none` removes the alias. @internal */
export function mirrorRegistryTask(
  registry: MlflowRegistry,
  { programImage, alias }: MirrorRegistryOptions,
): Task<{ readonly modelVersion: string; readonly tags?: string }, { readonly outcome: (typeof outcomes)[number] }> {
  return programTask(
    `mirror-registry-${alias.toLowerCase().replaceAll('_', '-')}`.slice(0, 63).replace(/-+$/, ''),
    { name: 'mirror-registry', text: programText('mirror-registry') },
    {
      image: programImage,
      inputs: { modelVersion: text({ pattern: /none|[1-9][0-9]{0,15}/ }), tags: text({ default: '[]' }) },
      outputs: { outcome: oneOf(outcomes) },
      env: ({ inputs }) => ({
        ...registry.env,
        DEADLINE_SECONDS: String(deadline),
        ALIAS: alias,
        MODEL_VERSION: inputs.modelVersion,
        TAGS: inputs.tags,
      }),
      timeout: programTimeout(deadline),
    },
  );
}
