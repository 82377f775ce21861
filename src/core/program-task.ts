import { Image } from './container/image';
import { Volume } from './container/volume';
import type { InputsOf, Params, ValueOf } from './parameter/parameter';
import { type Task, type TaskDefinition, task } from './task';
import type { TimeSpan } from './time-span';

/** One of our programs: a single file that Node runs. @internal */
export interface Program {
  readonly name: string;
  readonly text: string;
}

/**
 * What the programs run in unless the user names another image: plain Node, nothing installed at run time.
 *
 * @internal
 */
export const programImage: Image = Image.tagged('docker.io/library/node:22.20.0-bookworm-slim');

/** A program ends by itself at its deadline; the rest is for finding a node and pulling the image. @internal */
export function programTimeout(deadlineSeconds: number): TimeSpan {
  return { toMilliseconds: () => (deadlineSeconds + 300) * 1000 };
}

/**
 * A task that runs one of our programs, mounted from a ConfigMap named after its content.
 *
 * @internal
 */
export function programTask<const I extends Params = {}, const O extends Params = {}>(
  name: string,
  program: Program,
  definition: Omit<TaskDefinition<I, O>, 'command' | 'image'> & { readonly image?: Image | undefined },
): Task<InputsOf<I>, { readonly [K in keyof O]: ValueOf<O[K]> }> {
  const file = `${program.name}.mjs`;
  return task<I, O>(name, {
    resources: { cpu: '50m', memory: { request: '64Mi', limit: '256Mi' } },
    ...definition,
    image: definition.image ?? programImage,
    command: ['node', `/program/${file}`],
    mounts: { ...definition.mounts, '/program': Volume.files(`program-${program.name}`, { [file]: program.text }) },
  });
}
