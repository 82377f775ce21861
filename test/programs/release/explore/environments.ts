import type { Side } from '../../../../src/programs/release/effect';
import type { WorldEffect } from '../../../../src/programs/release/perform';
import type { MeasureEffect } from './checks';

/** In the order in which a candidate takes them: it is tested in the first, and a person lets it go from the second on. */
export const environments = ['source', 'target', 'third'] as const;

export type Environment = (typeof environments)[number];

/** Which two environments a run is between: the first two, or the last two. */
export type Hop = 0 | 1;

export function environmentOf(hop: Hop, side: Side): Environment {
  return environments[side === 'source' ? hop : hop + 1] as Environment;
}

/** What an actor wants done, and in which of the three environments. */
export type Asked = (WorldEffect | MeasureEffect) & { readonly environment: Environment };

export function asked(effect: WorldEffect | MeasureEffect, hop: Hop): Asked {
  return { ...effect, environment: environmentOf(hop, 'side' in effect ? effect.side : 'source') };
}
