import { describe, expect, it } from 'vitest';
import { manifests } from './written';

/** Every claim that a manifest mounts or is served from, also in the spec of a notebook's job, which is text. */
function mountedBy(manifest: object): readonly string[] {
  const found: string[] = [];
  JSON.stringify(manifest, (key, value) => {
    if (key === 'claimName') found.push(value);
    if (key === 'storageUri') found.push(/^pvc:\/\/([^/]+)/.exec(value)?.[1] ?? '');
    if (typeof value === 'string' && /^\{.*"claimName"/s.test(value)) found.push(...mountedBy(JSON.parse(value)));
    return value;
  });
  return found;
}

const claims = manifests.filter(({ kind }) => kind === 'PersistentVolumeClaim');
const users = manifests
  .filter(({ kind }) => kind !== 'PersistentVolumeClaim')
  .map((manifest) => ({ name: `${manifest.kind} ${manifest.metadata.name}`, mounts: mountedBy(manifest) }))
  .filter(({ mounts }) => mounts.length > 0);

describe('the claims of the aiops example', () => {
  it('are those that are mounted: none that nothing mounts, and nothing mounts another', () => {
    const mounted = [...new Set(users.flatMap(({ mounts }) => mounts))].sort();
    expect(mounted).toEqual(claims.map(({ metadata }) => metadata.name).sort());
  });

  it('can be mounted by several nodes, but for the one that a notebook on a GPU writes and one task reads', () => {
    const modes = Object.fromEntries(claims.map(({ metadata, spec }) => [metadata.name, spec.accessModes]));
    expect(modes).toEqual({
      'model-storage-gpu-pvc': ['ReadWriteOnce'],
      'model-storage-pvc': ['ReadWriteMany'],
    });
    const ofGpu = users.filter(({ mounts }) => mounts.includes('model-storage-gpu-pvc')).map(({ name }) => name);
    expect(ofGpu).toEqual([
      'Task retrain-predictive-analytics-copy-model',
      'Task retrain-predictive-analytics-train-predictive-analytics',
    ]);
  });

  it('come with the first pod that makes the storage bind them, or last; schedules come after what they start', () => {
    const waveOf = ({ metadata }: (typeof manifests)[number]) =>
      Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);
    const wavesOf = (...kinds: readonly string[]) => manifests.filter(({ kind }) => kinds.includes(kind)).map(waveOf);
    const wavesOfClaims = Object.fromEntries(claims.map((claim) => [claim.metadata.name, waveOf(claim)]));
    expect(wavesOfClaims).toEqual({
      'model-storage-gpu-pvc': Math.max(...manifests.map(waveOf)),
      'model-storage-pvc': Math.min(...wavesOf('Deployment')),
    });
    expect(Math.max(...wavesOf('Pipeline'))).toBeLessThan(Math.min(...wavesOf('CronJob')));
    // Not ready before a first version is there, it would keep what comes after it from being applied.
    for (const wave of wavesOf('InferenceService')) expect(wave).toBeGreaterThan(Math.max(...wavesOf('CronJob')));
  });
});
