import { readResult } from '../read-result';
import type { Stuck } from '../result';
import type { Node } from '../run/node';
import type { Run, WorkflowPhase } from '../run/run';
import type { Attempts } from './attempts';
import { type Effect, judging, type Role } from './role';
import type { RolesOf } from './roles';

/**
 * A template with a role ran.
 *
 * @internal
 */
export interface Event {
  readonly effect: Effect;
  readonly environment: string | undefined;
  readonly step: string;
  readonly template: string;
  readonly startedAt: number;
  readonly finishedAt: number;
  /** It ended well. */
  readonly done: boolean;
  /** Who did it held the lock at the time; undefined where steps say it. */
  readonly locked: boolean | undefined;
  /** A gate, or what judges several, that ended well and says that the candidate passes, or all do. */
  readonly passed: boolean;
}

/**
 * What a run did to the world.
 *
 * @internal
 */
export interface History {
  readonly phase: WorkflowPhase;
  /** In the order in which they began. */
  readonly events: readonly Event[];
  readonly stuck: readonly Stuck[];
  /** Gates of attempts that failed: what they judged is not handed on, so they have no say. */
  readonly setAside?: ReadonlySet<string>;
  /** The workflow as a whole runs under a mutex or a semaphore. */
  readonly locked: boolean;
}

const noLeaf = new Set<Node['type']>(['Skipped', 'Retry', 'TaskGroup', 'StepGroup']);

/** @internal */
export function historyOf(run: Run, rolesOf: RolesOf, done: readonly Event[], attempts: Attempts): History {
  const events: Event[] = [];
  const setAside = attempts.setAside(run);
  for (const node of run.nodes.values()) {
    if (noLeaf.has(node.type)) continue;
    const template = node.processed?.template;
    if (template === undefined) continue;
    for (const role of rolesOf(template)) if (!setAside.has(template.name)) events.push(eventOf(node, role));
  }
  // What pods did to the world, among what they were.
  events.push(...done);
  events.sort((a, b) => a.startedAt - b.startedAt);
  const { synchronization } = run.spec;
  const locked = (synchronization?.mutexes?.length ?? 0) + (synchronization?.semaphores?.length ?? 0) > 0;
  const stuck = run.finishedAt === undefined ? readResult(run).stuck : [];
  return { phase: run.phase, events, stuck, setAside, locked };
}

function eventOf(node: Node, role: Role): Event {
  const done = node.phase === 'Succeeded';
  return {
    effect: role.effect,
    environment: role.environment,
    step: node.name,
    template: node.templateRef?.template ?? node.templateName,
    startedAt: node.startedAt,
    finishedAt: node.finishedAt ?? Number.POSITIVE_INFINITY,
    done,
    locked: undefined,
    passed: done && judging(role.effect) && passes(node, role),
  };
}

function passes({ outputs }: Node, { verdict }: Role): boolean {
  const textOf = (output: string) =>
    output === 'result' ? outputs?.result : outputs?.parameters.find(({ name }) => name === output)?.value;
  if (verdict === undefined) {
    const word = textOf('verdict');
    return word === undefined || word === 'pass';
  }
  const word = textOf(verdict.output);
  return verdict.pass === undefined ? word !== undefined && word.trim() !== '' : word === verdict.pass;
}
