/**
 * How a deployment ends: it was made, it was there already, or a newer run has been here and this one must stop.
 *
 * @internal
 */
export const deployOutcomes = ['deployed', 'unchanged', 'lost'] as const;

/** @internal */
export type DeployOutcome = (typeof deployOutcomes)[number];
