import type { PlayedNode, PlayedWorkflow, Stuck } from './result';
import { type Given, isFulfilled, type Node } from './run/node';
import { nodeId } from './run/node-id';
import type { Run, WorkflowPhase } from './run/run';

/** What became of a run, as plain data. @internal */
export function readResult(run: Run): PlayedWorkflow {
  const { plan, phase, message, startedAt, finishedAt } = run;
  let nodes: readonly PlayedNode[] | undefined;
  return {
    name: plan.name,
    namespace: plan.namespace,
    phase,
    reason: '',
    message,
    startedAt: date(startedAt),
    finishedAt: date(finishedAt),
    // Who only asks how it ended pays for nothing else.
    get nodes() {
      nodes ??= [...run.nodes.values()].map((node) => readNode(run, node));
      return nodes;
    },
    outputs: textsOf([...run.outputs.values()]),
    stuck: finishedAt === undefined ? stuckIn(run) : [],
  };
}

/** The worst of several phases. @internal */
export function worst(phases: readonly WorkflowPhase[]): WorkflowPhase {
  const order: readonly WorkflowPhase[] = ['Error', 'Failed', 'Running', 'Pending', '', 'Succeeded'];
  return order.find((phase) => phases.includes(phase)) ?? '';
}

function readNode(run: Run, node: Node): PlayedNode {
  return {
    id: nodeId(run, node),
    name: node.name,
    displayName: node.displayName,
    type: node.type,
    phase: node.phase,
    reason: '',
    message: node.message,
    template: node.templateRef?.template ?? node.templateName,
    boundary: node.boundary?.name,
    children: node.children.map(({ name }) => name),
    startedAt: new Date(node.startedAt),
    finishedAt: date(node.finishedAt),
    inputs: textsOf(node.inputs?.parameters ?? []),
    outputs: textsOf(node.outputs?.parameters ?? []),
    result: node.outputs?.result,
    exitCode: node.outputs?.exitCode,
    hooked: node.hooked,
    retries: 0,
  };
}

function textsOf(parameters: readonly Given[]): Readonly<Record<string, string>> {
  return Object.fromEntries(parameters.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
}

function date(time: number | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time);
}

/** The reasons that are not only there because of others. */
function stuckIn(run: Run): readonly Stuck[] {
  const found: Stuck[] = [];
  for (const [node, what] of run.waiting) found.push({ node, why: 'reference', what });
  if (run.spec.suspend === true) found.push({ node: run.plan.name, why: 'suspended', what: 'spec.suspend' });
  if (run.phase === 'Pending') found.push({ node: run.plan.name, why: 'lock', what: run.message });
  for (const node of run.nodes.values()) {
    if (isFulfilled(node)) continue;
    const { name, type, message, waitsFor, pod } = node;
    if (waitsFor !== undefined) found.push({ node: name, why: 'lock', what: message });
    else if (type === 'Suspend') found.push({ node: name, why: 'resume', what: message || 'nobody resumes it' });
    else if (['Pod', 'HTTP', 'Plugin'].includes(type) && pod !== undefined)
      found.push({
        node: name,
        why: 'pod',
        what: message || (node.phase === 'Running' ? 'it never ends' : 'it never starts'),
      });
  }
  if (found.length === 0)
    found.push({ node: run.plan.name, why: 'time', what: 'the simulation ended before the workflow did' });
  return found;
}
