import { checkProps } from '../check-props';
import { show } from '../check-value';
import { PipelineError } from '../error';
import { isLabel, isLabelValue } from './labels';

/**
 * Where a pod may run.
 *
 * @public
 */
export interface Placement {
  /** Labels that the node must have. */
  readonly nodeSelector?: { readonly [label: string]: string } | undefined;
  readonly tolerations?: readonly Toleration[] | undefined;
}

/**
 * A taint that the pod puts up with.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 * @public
 */
export interface Toleration {
  readonly key: string;
  /** @default - any value */
  readonly value?: string | undefined;
  /** @default - all effects */
  readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' | undefined;
}

/** @internal */
export function checkPlacement({ nodeSelector, tolerations }: Placement, what: string): Placement {
  for (const [label, value] of Object.entries(nodeSelector ?? {})) {
    if (!isLabel(label) || !isLabelValue(value))
      throw impossible(`${what} selects nodes by ${show(label)}: ${show(value)}`);
  }
  for (const toleration of tolerations ?? []) {
    checkProps(toleration, ['key', 'value', 'effect'], `a toleration of ${what}`);
    const { key, value = '', effect = 'NoSchedule' } = toleration;
    if (isLabel(key) && isLabelValue(value) && effects.includes(effect)) continue;
    throw impossible(`${what} puts up with the taint ${show(toleration)}`);
  }
  return { nodeSelector, tolerations };
}

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

function impossible(message: string): PipelineError {
  return new PipelineError({
    code: 'MLP1211',
    message,
    expected:
      "labels and values as text: { 'nvidia.com/gpu.present': 'true' }; effects NoSchedule, PreferNoSchedule, NoExecute",
  });
}
