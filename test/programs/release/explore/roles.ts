import type { Candidate } from '../../../../src/programs/release/candidate';
import { exitHolder, podHolder } from '../../../../src/programs/release/holder';
import type { Job, Policy } from '../../../../src/programs/release/job';
import type { Procedure } from '../../../../src/programs/release/procedure';
import type { Hop } from './environments';
import { candidate, type RunOfScenario, type Scenario } from './scenario';
import { type ScriptName, scripts } from './scripts';

/** Somebody who acts in a scenario. */
export interface Role {
  readonly name: string;
  readonly kind: 'run' | 'operator' | 'exit' | 'settler';
  readonly procedure: Procedure;
  readonly job: Job & { readonly candidate?: Candidate };
  /** Number of the candidate, 0 for none. */
  readonly about: number;
  /** Which environments it is between. */
  readonly hop: Hop;
  /** Whose exit it handles; -1 for nobody's. */
  readonly parent: number;
}

/** The runs of a scenario, their exit handlers, and the periodic settles that come when all have ended. */
export function rolesOf({ runs, policy }: Scenario): readonly Role[] {
  const nameOf = (i: number): string => (runs[i]?.twin === true ? nameOf(i - 1) : `run-${i + 1}`);
  const passesOn: Policy = { ...policy, evidence: 'approved' };
  const jobOf = (hop: Hop, holder: string): Job => ({ holder, policy: hop === 1 ? passesOn : policy });
  const main = runs.map(({ script, candidate: about, ...run }, i): Role => {
    const hop = hopOf(run);
    return {
      name: `${nameFor(script, hop)} ${about} (run ${i + 1})`,
      kind: operators.includes(script) ? 'operator' : 'run',
      procedure: scripts[script],
      job: { ...jobOf(hop, podHolder(nameOf(i), `pod-${i + 1}`)), candidate: candidate(about) } as Role['job'],
      about,
      hop,
      parent: -1,
    };
  });
  const exits = runs.flatMap((run, i): Role[] => {
    const hop = hopOf(run);
    const job = jobOf(hop, exitHolder(nameOf(i), `pod-${i + 1}`));
    return run.exit === true
      ? [{ name: `exit of run ${i + 1}`, kind: 'exit', procedure: scripts.settle, job, about: 0, hop, parent: i }]
      : [];
  });
  // Whether there is a third environment at all. What is open at one end of an environment keeps the settle of its other end from its work: it comes again.
  const settles: readonly (readonly [string, Hop])[] = runs.some(
    (run) => hopOf(run) === 1 && !operators.includes(run.script),
  )
    ? [
        ['settle', 0],
        ['onward settle', 1],
        ['last settle', 0],
      ]
    : [['settle', 0]];
  const settlers = settles.map(([name, hop], i): Role => {
    const job = jobOf(hop, podHolder(name.replace(' ', '-'), `pod-${i + 1}`));
    return { name, kind: 'settler', procedure: scripts.settle, job, about: 0, hop, parent: -1 };
  });
  return [...main, ...exits, ...settlers];
}

const operators: readonly ScriptName[] = ['override', 'releaseHold', 'retryGate', 'undo'];

function nameFor(script: ScriptName, hop: Hop): string {
  if (hop === 0) return script;
  return operators.includes(script) ? `${script}InTarget` : 'passOn';
}

function hopOf({ onward }: Pick<RunOfScenario, 'onward'>): Hop {
  return onward === true ? 1 : 0;
}
