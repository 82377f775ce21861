import type { Event, History } from '../../explore/history';
import type { Role } from '../../explore/role';
import { valueText } from '../plan/value';
import { readTektonRun } from '../read-run';
import type { Child } from '../run/child';
import type { PipelineRun } from '../run/pipeline-run';
import type { TaskRoles } from './task-roles';

/** What runs did to the world; the first of them is the one that was started. @internal */
export function runHistory(runs: readonly PipelineRun[], rolesOf: TaskRoles, done: readonly Event[]): History {
  const events: Event[] = [];
  for (const run of runs) {
    for (const { name, plan, children } of run.tasks) {
      if (children.length === 0) continue;
      const roles = rolesOf(name, plan);
      for (const child of children) for (const role of roles) events.push(...eventOf(run, name, child, role));
    }
  }
  events.push(...done);
  events.sort((a, b) => a.startedAt - b.startedAt);
  const [first] = runs;
  return {
    phase: first?.phase ?? '',
    events,
    stuck: first === undefined ? [] : readTektonRun(first).stuck,
    locked: false,
  };
}

/** A task whose program was left out by a condition of the step did nothing. */
function eventOf(run: PipelineRun, name: string, child: Child, role: Role): readonly Event[] {
  const main = child.steps.find(({ plan }) => plan.isMain);
  if (main?.phase === 'Skipped') return [];
  const done = child.phase === 'Succeeded';
  return [
    {
      effect: role.effect,
      environment: role.environment,
      step: `${run.name}.${child.path}`,
      template: child.task.name === '' ? name : child.task.name,
      startedAt: child.createdAt,
      finishedAt: child.finishedAt ?? Number.POSITIVE_INFINITY,
      done,
      locked: undefined,
      passed: done && role.effect === 'gate' && passes(child, role),
    },
  ];
}

function passes({ results }: Child, { verdict }: Role): boolean {
  const textOf = (output: string) => {
    const value = results.get(output);
    return value === undefined ? undefined : valueText(value);
  };
  if (verdict === undefined) {
    const word = textOf('verdict');
    return word === undefined || word === 'pass';
  }
  const word = textOf(verdict.output);
  return verdict.pass === undefined ? word !== undefined && word.trim() !== '' : word === verdict.pass;
}
