import type { VolumeSpec } from '../container/volume';
import { PipelineError } from '../error';
import type { TaskGraph } from '../task';

/** @internal */
export type SharedVolume = VolumeSpec & { readonly kind: 'shared' };

/**
 * The volumes that a run has of its own, each once.
 *
 * @throws PipelineError MLP2005 for two of one name that differ.
 * @internal
 */
export function sharedVolumes(tasks: readonly TaskGraph[], at: string | undefined): readonly SharedVolume[] {
  const claims = new Map<string, SharedVolume>();
  for (const task of tasks) {
    for (const { volume } of [task, ...task.init, ...task.sidecars].flatMap(({ mounts }) => mounts)) {
      if (volume.kind !== 'shared') continue;
      const known = claims.get(volume.name);
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(volume)) {
        throw new PipelineError({
          code: 'MLP2005',
          message: `two shared volumes are called '${volume.name}' and differ: ${JSON.stringify(known)} and ${JSON.stringify(volume)}`,
          fix: 'share one handle, or give them different names',
          at,
        });
      }
      claims.set(volume.name, volume);
    }
  }
  return [...claims.values()];
}
