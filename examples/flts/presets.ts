import { Duration } from 'cdk8s';
import type { SamplingProps } from 'cdk8s-mlops';

/** What differs from cluster to cluster; everything else is written once. */
export interface Preset {
  readonly name: 'dev' | 'prod';
  readonly namespace: string;
  /** How often the networks see all of the data. */
  readonly epochs: number;
  /** How many rows of the data are taken; 0 takes all. */
  readonly sampling: Pick<SamplingProps, 'train' | 'test' | 'strategy' | 'seed'>;
  /** What a pod that trains asks for, and what it may use. */
  readonly trainer: { readonly cpu: Sized; readonly memory: Sized };
  /** How long a member may train. */
  readonly training: Duration;
  /** How long the slowest is waited for, from when all of them start. */
  readonly join: Duration;
  /** Whether a model is chosen without Prophet where that fails. The networks must always take part. */
  readonly prophet: 'required' | 'may-fail';
  /** A model with a worse score is not released, however much better than the others it is. */
  readonly worstScore: number;
  /** How many pods answer. */
  readonly replicas: { readonly min: number; readonly max: number };
  /** The port of the nodes at which inference answers, too. @default - none: it is reached within the cluster only */
  readonly nodePort?: number | undefined;
  /** When a model is trained by itself, in UTC. */
  readonly schedule: string;
}

interface Sized {
  readonly request: string;
  readonly limit: string;
}

/** Few rows and epochs, for a cluster on a desk: a run takes minutes, and its model is good for nothing else. */
export const dev: Preset = {
  name: 'dev',
  namespace: 'flts-dev',
  epochs: 5,
  sampling: { train: { rows: 50 }, test: { rows: 30 }, strategy: 'head', seed: 45 },
  trainer: { cpu: { request: '1', limit: '2' }, memory: { request: '2Gi', limit: '4Gi' } },
  training: Duration.minutes(10),
  join: Duration.minutes(15),
  prophet: 'may-fail',
  worstScore: 1,
  replicas: { min: 2, max: 8 },
  nodePort: 30080,
  schedule: '0 6 * * 1',
};

/** All rows. Prophet has run out of memory on them: it has more here, and a model is chosen only where all three took part. */
export const prod: Preset = {
  name: 'prod',
  namespace: 'flts',
  epochs: 50,
  sampling: { train: { rows: 0 } },
  trainer: { cpu: { request: '1', limit: '2' }, memory: { request: '4Gi', limit: '8Gi' } },
  training: Duration.hours(2),
  join: Duration.minutes(130),
  prophet: 'required',
  worstScore: 0.1,
  replicas: { min: 4, max: 20 },
  schedule: '0 1 * * *',
};
