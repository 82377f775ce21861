import type { NotebookPod } from 'cdk8s-mlops';

/** What a notebook may use, and how many minutes it has. */
export interface Tier extends Pick<NotebookPod, 'nodeSelector' | 'tolerations'> {
  readonly requests: { readonly [resource: string]: string };
  readonly limits: { readonly [resource: string]: string };
  readonly minutes: number;
}

/** Killed for its memory: tier 2 has four times that of tier 1, and tier 3 twice that of tier 2. */
export const tier1: Tier = {
  requests: { cpu: '250m', memory: '512Mi' },
  limits: { cpu: '500m', memory: '1Gi' },
  minutes: 5,
};

export const tier2: Tier = {
  requests: { cpu: '1', memory: '2Gi' },
  limits: { cpu: '2', memory: '4Gi' },
  minutes: 15,
};

export const tier3: Tier = {
  requests: { cpu: '2', memory: '4Gi' },
  limits: { cpu: '4', memory: '8Gi' },
  minutes: 45,
};

/** The same on a node with GPUs, which only pods come to that ask for one. */
export function onGpu(tier: Tier): Tier {
  return {
    ...tier,
    limits: { ...tier.limits, 'nvidia.com/gpu': '1' },
    nodeSelector: { 'nvidia.com/gpu.present': 'true' },
    tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
  };
}
