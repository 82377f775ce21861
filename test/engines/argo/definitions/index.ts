import type { Definition } from './definition';
import { flow } from './flow';
import { operations } from './operations';
import { pods } from './pods';
import { systems } from './systems';

/** Definitions that together use all there is, but for pods that run as root. */
export const definitions: { readonly [what: string]: Definition } = { ...flow, ...operations, ...pods, ...systems };
