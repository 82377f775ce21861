import type { Chart } from 'cdk8s';
import { ModelClaim, TrainingClaim } from 'cdk8s-mlops';

/** What is said once, whatever is trained. */
export interface Settings {
  /** Where notebooks and manifests come from. */
  readonly git: { readonly url: string; readonly revision: string };
  readonly namespace: string;
  /** With Python, joblib and scikit-learn: notebooks run in it, and what they write is judged in it. */
  readonly image: string;
  readonly prometheus: string;
  /** Classes of storage: one that all nodes mount, and one that nodes with GPUs can mount. Their names depend on what is installed. */
  readonly storage: { readonly shared: string; readonly gpu: string };
}

/** As they are here; each of the first three can be another one where it is synthesized, as for a test. */
export function settingsFrom(environment: NodeJS.ProcessEnv): Settings {
  return {
    git: {
      url: environment.AIOPS_REPO_URL || 'https://github.com/acme/aiops-platform',
      revision: environment.AIOPS_REVISION || 'main',
    },
    namespace: environment.AIOPS_NAMESPACE || 'self-healing-platform',
    image: 'ghcr.io/acme/aiops-notebooks:1.4.0',
    prometheus: 'https://prometheus-k8s.openshift-monitoring.svc:9091',
    storage: { shared: 'ocs-storagecluster-cephfs', gpu: 'gp3-csi' },
  };
}

export interface Platform extends Omit<Settings, 'storage'> {
  readonly chart: Chart;
  /** What is judged and served. */
  readonly models: ModelClaim;
  /** What notebooks on nodes with GPUs write to. */
  readonly training: TrainingClaim;
}

/** The claims that all models share, and what their pipelines are made with. */
export function platformOf(chart: Chart, { storage, ...more }: Settings): Platform {
  const models = new ModelClaim(chart, 'model-storage-pvc', { size: '10Gi', storageClass: storage.shared });
  const training = new TrainingClaim(chart, 'model-storage-gpu-pvc', { size: '10Gi', storageClass: storage.gpu });
  return { ...more, chart, models, training };
}
