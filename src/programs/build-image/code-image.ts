import { createHash } from 'node:crypto';
import type { Configuration } from './configuration';

/** What of a configuration decides what is in the image, besides the commit. */
export type Recipe = Pick<Configuration, 'remote' | 'folder' | 'dockerfile' | 'target' | 'buildArguments'>;

/** The tag of the image of a commit: the same commit built in another way is another image. @internal */
export function codeTag(commit: string, recipe: Recipe): string {
  return `code-${commit}-${fingerprint(recipeText(recipe), 8)}`;
}

/** The name of the Job that builds it: the same for all who want the same. @internal */
export function jobName(tag: string, { image, builder, builderImage }: Configuration): string {
  return `build-${fingerprint([image.host, image.path, tag, builder, builderImage], 16)}`;
}

function recipeText({ remote, folder = '', dockerfile, target = '', buildArguments }: Recipe): readonly string[] {
  const sorted = Object.entries(buildArguments).sort(([a], [b]) => (a < b ? -1 : 1));
  return [remote.url.href, folder, dockerfile, target, ...sorted.flat()];
}

function fingerprint(words: readonly string[], length: number): string {
  return createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, length);
}
