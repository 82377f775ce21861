import type { Candidate } from '../../../../src/programs/release/candidate';
import { exitHolder, podHolder } from '../../../../src/programs/release/holder';
import type { Job } from '../../../../src/programs/release/job';
import type { Procedure } from '../../../../src/programs/release/procedure';
import { candidate, type Scenario } from './scenario';
import { scripts } from './scripts';

/** Somebody who acts in a scenario. */
export interface Role {
  readonly name: string;
  readonly kind: 'run' | 'operator' | 'exit' | 'settler';
  readonly procedure: Procedure;
  readonly job: Job & { readonly candidate?: Candidate };
  /** Number of the candidate, 0 for none. */
  readonly about: number;
  /** Whose exit it handles; -1 for nobody's. */
  readonly parent: number;
}

/** The runs of a scenario, their exit handlers, and the periodic settle that comes when all have ended. */
export function rolesOf({ runs, policy }: Scenario): readonly Role[] {
  const nameOf = (i: number): string => (runs[i]?.twin === true ? nameOf(i - 1) : `run-${i + 1}`);
  const main = runs.map(
    ({ script, candidate: about }, i): Role => ({
      name: `${script} ${about} (run ${i + 1})`,
      kind: script === 'override' || script === 'releaseHold' || script === 'retryGate' ? 'operator' : 'run',
      procedure: scripts[script],
      job: { holder: podHolder(nameOf(i), `pod-${i + 1}`), policy, candidate: candidate(about) } as Role['job'],
      about,
      parent: -1,
    }),
  );
  const exits = runs.flatMap(({ exit }, i): Role[] => {
    const job = { holder: exitHolder(nameOf(i), `pod-${i + 1}`), policy };
    return exit === true
      ? [{ name: `exit of run ${i + 1}`, kind: 'exit', procedure: scripts.settle, job, about: 0, parent: i }]
      : [];
  });
  const job = { holder: podHolder('settle', 'pod'), policy };
  return [...main, ...exits, { name: 'settle', kind: 'settler', procedure: scripts.settle, job, about: 0, parent: -1 }];
}
