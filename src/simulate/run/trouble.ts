import type { Node } from './node';

/** Why a template was not carried on with. @internal */
export interface Trouble {
  /** `limit`: later, when others have ended. The others are errors of the node. */
  readonly kind: 'limit' | 'depth' | 'timeout' | 'failed';
  readonly message: string;
}

/** What became of a call: its node, as far as there is one yet. @internal */
export interface Executed {
  readonly node: Node | undefined;
  readonly trouble?: Trouble;
}

/** @internal */
export const limitReached: Trouble = { kind: 'limit', message: 'Max parallelism reached' };
/** @internal */
export const tooDeep: Trouble = {
  kind: 'depth',
  message:
    'Maximum recursion depth exceeded. See https://argo-workflows.readthedocs.io/en/latest/scaling/#maximum-recursion-depth',
};
/** @internal */
export const timedOut: Trouble = { kind: 'timeout', message: 'timeout' };
/** @internal */
export function failedWith(message: string): Trouble {
  return { kind: 'failed', message };
}
