import { ModelContract, type TrainingHours } from 'cdk8s-mlops';

/** A model of the platform: what it takes and answers, and how it is trained. */
export interface PlatformModel {
  readonly contract: ModelContract;
  readonly notebook: string;
  /** How far training looks back. */
  readonly hours: TrainingHours;
  /** In UTC. */
  readonly weekly: string;
  readonly tier: Tier;
}

/** What a notebook may use, and how many minutes it has. */
export interface Tier {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly cpu: string; readonly memory: string };
  readonly minutes: number;
}

const tier2: Tier = {
  requests: { cpu: '1', memory: '2Gi' },
  limits: { cpu: '2', memory: '4Gi' },
  minutes: 15,
};
const tier3: Tier = {
  requests: { cpu: '2', memory: '4Gi' },
  limits: { cpu: '4', memory: '8Gi' },
  minutes: 45,
};

const predictive = ['cpu', 'memory', 'disk', 'received', 'sent'];

export const models: readonly PlatformModel[] = [
  {
    contract: ModelContract.of('anomaly-detector', {
      features: ['cpu', 'memory', 'disk', 'network', 'restarts'],
      prediction: { type: 'integer', oneOf: [-1, 1] },
      samples: [{ instance: [0.5, 0.6, 0.4, 100, 80] }],
    }),
    notebook: 'notebooks/02-anomaly-detection/01-isolation-forest-implementation.ipynb',
    hours: '168',
    weekly: '0 2 * * 0',
    tier: tier2,
  },
  {
    contract: ModelContract.of('predictive-analytics', {
      features: predictive,
      window: 24,
      prediction: { type: 'array', length: 12, items: { type: 'number' } },
      samples: [{ instance: Array.from({ length: 24 * predictive.length }, (_, i) => (i % 10) / 10) }],
    }),
    notebook: 'notebooks/02-anomaly-detection/05-predictive-analytics-kserve.ipynb',
    hours: '720',
    weekly: '0 3 * * 0',
    tier: tier3,
  },
];
