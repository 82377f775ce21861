import { suggest } from '../core/suggest';
import type { Exploration } from '../simulate/explore/exploration';
import { printExploration } from '../simulate/explore/exploration-text';
import type { PlayedNode, PlayedWorkflow, Simulation } from '../simulate/result';
import { nodePath } from '../simulate/run/leaf';

/**
 * What a matcher says, in the form that vitest and jest take.
 *
 * @public
 */
export interface Matched {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * Matchers for simulated workflows: `expect.extend(matchers)`.
 *
 * @example
 * ```ts no-check needs files
 * expect.extend(matchers);
 * expect(simulate(manifests, { test: fails(1) })).toHaveRun('revert');
 * ```
 * @public
 */
export const matchers = {
  /** A step of that path, of that own name, or of that template ran, and did not only wait. */
  toHaveRun(received: unknown, step: string): Matched {
    const nodes = nodesOf(received, step);
    const ran = nodes.filter((node) => node.phase !== 'Pending' && !isLeftOut(received, node));
    return {
      pass: ran.length > 0,
      message: () =>
        ran.length > 0
          ? `expected ${step} not to run, and it did: ${ran.map(toldNode).join('; ')}`
          : `expected ${step} to run, and it did not: ${nodes.length === 0 ? whyNot(received, step) : nodes.map(toldNode).join('; ')}`,
    };
  },

  /**
   * A step was come to and left out: Skipped by its `when`, or Omitted by its `depends`; on Tekton also a task that only hands
   * empty results on, its program being skipped.
   */
  toHaveSkipped(received: unknown, step: string): Matched {
    const nodes = nodesOf(received, step);
    const left = nodes.filter((node) => isLeftOut(received, node));
    const pass = nodes.length > 0 && left.length === nodes.length;
    return {
      pass,
      message: () =>
        `expected ${step} ${pass ? 'not ' : ''}to be skipped: ${nodes.length === 0 ? whyNot(received, step) : nodes.map(toldNode).join('; ')}`,
    };
  },

  /** The workflow, or the worst of several, ends in that phase. */
  toEndAs(received: unknown, phase: 'Succeeded' | 'Failed' | 'Error' | 'Running'): Matched {
    const [found, stuck] = isSimulation(received)
      ? [received.phase, received.workflows.flatMap((each) => each.stuck)]
      : [workflowOf(received).phase, workflowOf(received).stuck];
    const why = stuck.map(({ node, what }) => `; ${node} waits for ${what}`).join('');
    return {
      pass: found === phase,
      message: () =>
        `expected the workflow ${found === phase ? 'not ' : ''}to end as ${phase}, and it is ${found}${why}`,
    };
  },

  /** In every scenario of an exploration, nothing is promoted before every gate passed. */
  toPromoteOnlyAfterPass(received: unknown): Matched {
    if (!isExploration(received)) throw new TypeError('toPromoteOnlyAfterPass takes what explore() returns');
    const pass = received.proved.some(({ property }) => property === 'pass-before-promotion');
    return {
      pass,
      message: () =>
        `expected a promotion ${pass ? 'without' : 'only after'} a pass of every gate:\n${printExploration(received)}`,
    };
  },
};

function isSimulation(received: unknown): received is Simulation {
  return typeof received === 'object' && received !== null && 'workflows' in received && 'schedule' in received;
}

function isExploration(received: unknown): received is Exploration {
  return typeof received === 'object' && received !== null && 'proved' in received && 'violations' in received;
}

function workflowOf(received: unknown): PlayedWorkflow {
  if (typeof received === 'object' && received !== null && 'nodes' in received) return received as PlayedWorkflow;
  throw new TypeError('expected what simulate() returns, or one of its workflows');
}

function allNodes(received: unknown): readonly PlayedNode[] {
  return isSimulation(received) ? received.workflows.flatMap(({ nodes }) => nodes) : workflowOf(received).nodes;
}

function nodesOf(received: unknown, step: string): readonly PlayedNode[] {
  return allNodes(received).filter((node) => node.type !== 'StepGroup' && namesOf(node).includes(step));
}

/** Steps of our own run in any case. */
const handsOn = /\.(?:take-inputs|hand-on)$/;

function isLeftOut(received: unknown, { type, phase, children }: PlayedNode): boolean {
  if (phase === 'Skipped' || phase === 'Omitted') return true;
  if (type !== 'TaskRun') return false;
  const steps = allNodes(received).filter(({ name }) => children.includes(name) && !handsOn.test(name));
  return steps.length > 0 && steps.every((step) => step.phase === 'Skipped');
}

function namesOf({ name, template }: PlayedNode): readonly string[] {
  const path = nodePath(name);
  const own = path.slice(path.lastIndexOf('.') + 1);
  return [name, path, own, own.replace(/\(.*$/, ''), template];
}

const toldNode = ({ name, phase, message }: PlayedNode): string =>
  `${name} is ${phase}${message === '' ? '' : ` (${message})`}`;

function whyNot(received: unknown, step: string): string {
  const known = [...new Set(allNodes(received).flatMap((node) => namesOf(node).slice(1)))].filter(
    (name) => name !== '',
  );
  const meant = suggest(step, known);
  return `nobody came to it${meant === undefined ? '' : `; did you mean '${meant}'?`}`;
}
