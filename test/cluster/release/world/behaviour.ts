import type { Start } from '../../rollout/workload';
import type { EnvironmentName } from '../addresses';

/** What an image does where it is deployed. */
export type Behaviour =
  /** Answers as it should. */
  | 'good'
  /** Loads a model of the wrong shape: starts, and every prediction ends in an error. */
  | 'bad-architecture'
  /** Needs more memory than its limit: is killed when it starts, again and again. */
  | 'oversized'
  /** Answers as it should, after two seconds and more. */
  | 'slow'
  /** One prediction of ten ends in an error. */
  | 'flaky'
  /** Is deployed and healthy as far as the cluster sees, but the old one still answers. */
  | 'stale'
  /** Can't be pulled. */
  | 'unpullable';

/** What an image does in an environment. */
export function behaviourIn({ behaviour, inCanary }: Image, environment: EnvironmentName): Behaviour {
  return environment === 'canary' ? (inCanary ?? behaviour) : behaviour;
}

/** How its pod starts. */
export function startOf(behaviour: Behaviour): Start {
  return behaviour === 'oversized' || behaviour === 'unpullable' ? behaviour : 'ready';
}

/** An image that was built. */
export interface Image {
  readonly digest: string;
  /** What it answers at `/version`. */
  readonly version: string;
  readonly behaviour: Behaviour;
  /** What it does in canary, if something else. */
  readonly inCanary?: Behaviour | undefined;
}
