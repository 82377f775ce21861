import type { DataSource, ModelClaim, NotebookSpec, TrainingClaim } from 'cdk8s-mlops';
import type { PlatformModel } from './models';
import type { Platform } from './platform';
import { onGpu } from './tiers';

interface Surroundings extends Pick<Platform, 'git' | 'image'> {
  readonly source: DataSource;
  /** Where the notebook writes the model, on the claim. */
  readonly file: string;
  readonly claim: ModelClaim | TrainingClaim;
}

/** The job of a training: what it is told of its data is what was looked for before. */
export function notebookOf(
  { notebook, tier, device }: PlatformModel,
  { source, file, claim, git, image }: Surroundings,
): NotebookSpec {
  const { requests, limits, minutes, nodeSelector, tolerations } = device === 'gpu' ? onGpu(tier) : tier;
  return {
    notebook: { path: notebook, git: { url: git.url, ref: git.revision } },
    podConfig: {
      containerImage: image,
      serviceAccountName: 'notebooks',
      resources: { requests, limits },
      env: [{ name: 'MODEL_FILE', value: file }, { name: 'ANOMALY_RATE', value: '0.03' }, ...source.notebook],
      volumes: [{ name: 'models', persistentVolumeClaim: { claimName: claim.name } }],
      volumeMounts: [{ name: 'models', mountPath: claim.folder }],
      nodeSelector,
      tolerations,
    },
    validationConfig: { level: 'production' },
    timeout: `${minutes}m`,
  };
}
