import type { Pod } from '../pod';
import { type Exit, ended, running, type Status } from '../pod-status';
import { isStep } from './step-kind';

/** The status of a pod whose steps ended so; those without an exit still run. Sidecars end with the last step. */
export function partStatus({ spec }: Pod, startedAt: string, exits: ReadonlyMap<string, Exit>): Status {
  const steps = spec.containers.filter(isStep);
  const over = steps.every(({ name }) => exits.has(name));
  const failed = [...exits.values()].some(({ exitCode }) => exitCode !== 0);
  return {
    ...(over ? { phase: failed ? 'Failed' : 'Succeeded' } : {}),
    containerStatuses: spec.containers.map((container) => {
      const exit = exits.get(container.name) ?? (over && !isStep(container) ? { exitCode: 0 } : undefined);
      return exit === undefined ? running(container, startedAt) : ended(container, exit, startedAt);
    }),
  };
}
