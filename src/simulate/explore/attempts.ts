import type { TemplatePlan } from '../plan/template-plan';
import type { WorkflowPlan } from '../plan/workflow-plan';
import { isOver } from '../run/node';
import type { Run } from '../run/run';
import { reachableTemplates } from './reachable-templates';
import type { RolesOf } from './roles';

/** The attempts of a workflow: blocks that may fail, and that hand on nothing then. @internal */
export interface Attempts {
  /** The gates that are only in attempts of which each that ran failed. */
  readonly setAside: (run: Run) => ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();

/** @internal */
export function attemptsOf(workflow: WorkflowPlan, rolesOf: RolesOf): Attempts {
  const all = reachableTemplates(workflow);
  const gatesOf = new Map<TemplatePlan, readonly string[]>();
  for (const attempt of [...all].filter(isAttempt)) {
    // A gate that is asked elsewhere too has a say there, whatever became of the attempt.
    const elsewhere = new Set([...reachableTemplates(workflow, attempt)].map(({ name }) => name));
    const own = [...all].filter(({ name }) => !elsewhere.has(name));
    const roles = own.map((template) => [template.name, rolesOf(template)] as const);
    // What changes something has done so, and what its gates said counts.
    if (roles.some(([, found]) => found.some(({ effect }) => effect !== 'gate'))) continue;
    const gates = roles.filter(([, found]) => found.length > 0).map(([name]) => name);
    if (gates.length > 0) gatesOf.set(attempt, gates);
  }
  if (gatesOf.size === 0) return { setAside: () => none };
  return {
    setAside(run) {
      const failed = new Set<string>();
      const kept = new Set<string>();
      for (const node of run.nodes.values()) {
        const gates = node.processed === undefined ? undefined : gatesOf.get(node.processed.template);
        if (gates === undefined || !isOver(node.phase)) continue;
        const ran = node.outputs?.parameters.find(({ name }) => name === 'block_ran')?.value;
        for (const gate of gates) (ran === 'false' ? failed : kept).add(gate);
      }
      return new Set([...failed].filter((gate) => !kept.has(gate)));
    },
  };
}

/** What `attempt` becomes: it says itself whether its block ended well, and hands on nothing where it did not. */
function isAttempt({ source: { outputs, steps } }: TemplatePlan): boolean {
  const [only, second] = (steps ?? []).flat();
  const handsOn = outputs?.parameters ?? [];
  return (
    second === undefined &&
    only?.continueOn?.failed === true &&
    handsOn.some(({ name }) => name === 'block_ran') &&
    handsOn.every(({ valueFrom }) =>
      /^steps\.block\.status == 'Succeeded' \? .* : '(false)?'$/.test(valueFrom?.expression ?? ''),
    )
  );
}
