import type { Builder } from './contract';

/** The pod security level that a builder's namespace has to allow. @internal */
export const securityLevels: { readonly [B in Builder]: 'baseline' | 'privileged' } = {
  buildkit: 'privileged',
  kaniko: 'baseline',
};
