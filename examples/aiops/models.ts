import { ModelContract, type TrainingHours } from 'cdk8s-mlops';
import { ofAnomalies, ofForecast } from './queries';
import type { ServingSize } from './serving';
import { type Tier, tier2, tier3 } from './tiers';

/** A model of the platform. One that is not deployed is an experiment: trained by hand, and never served. */
export type PlatformModel = DeployedModel | (TrainedModel & { readonly deploy: false });

/** A model that is trained by itself and served. */
export interface DeployedModel extends TrainedModel {
  readonly deploy: true;
  /** When it is trained by itself, in UTC. */
  readonly weekly: string;
  /** What a pod that serves it asks for, and what it may use: the gate looks that it stays below. */
  readonly pods: ServingSize;
}

/** What a model takes and answers, and how it is trained. */
interface TrainedModel {
  readonly contract: ModelContract;
  readonly notebook: string;
  /** What it is trained on, in PromQL: looked for before training, and handed to the notebook. */
  readonly queries: { readonly [series: string]: string };
  /** How far training looks back. */
  readonly hours: TrainingHours;
  readonly tier: Tier;
  /** Where the notebook runs. On a node with GPUs the model is copied to where it is judged and served. */
  readonly device: 'cpu' | 'gpu';
}

const predictive = Object.keys(ofForecast);

export const models: readonly DeployedModel[] = [
  {
    contract: ModelContract.of('anomaly-detector', {
      features: ['cpu', 'memory', 'disk', 'network', 'restarts'],
      prediction: { type: 'integer', oneOf: [-1, 1] },
      samples: [{ instance: [0.5, 0.6, 0.4, 100, 80] }],
    }),
    notebook: 'notebooks/02-anomaly-detection/01-isolation-forest-implementation.ipynb',
    queries: ofAnomalies,
    hours: '168',
    tier: tier2,
    device: 'cpu',
    deploy: true,
    weekly: '0 2 * * 0',
    pods: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '4', memory: '8Gi' } },
  },
  {
    contract: ModelContract.of('predictive-analytics', {
      features: predictive,
      window: 24,
      prediction: { type: 'array', length: 12, items: { type: 'number' } },
      samples: [{ instance: Array.from({ length: 24 * predictive.length }, (_, i) => (i % 10) / 10) }],
    }),
    notebook: 'notebooks/02-anomaly-detection/05-predictive-analytics-kserve.ipynb',
    queries: ofForecast,
    hours: '720',
    tier: tier3,
    device: 'gpu',
    deploy: true,
    weekly: '0 3 * * 0',
    pods: { requests: { cpu: '1', memory: '2Gi' }, limits: { cpu: '2', memory: '6Gi' } },
  },
];
