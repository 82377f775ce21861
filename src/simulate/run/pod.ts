import type { Outcome } from '../scenario/outcome';

/** What runs for a leaf. @internal */
export interface Pod {
  readonly createdAt: number;
  /** When the kubelet ends it. */
  readonly deadline: number | undefined;
  hostNode: string | undefined;
  outcome: Outcome | undefined;
  /** It never starts. */
  pending: boolean;
  /** It has ended, or was ended: nothing more comes of it. */
  gone: boolean;
}
