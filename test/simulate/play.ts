import type { ArgoVersion } from '../../src/engines/argo/index';
import type { DAGTask, Template, WorkflowSpec, WorkflowStep } from '../../src/schemas/argo/types';
import {
  compile,
  type PlayedNode,
  type PlayedWorkflow,
  type PlayOptions,
  playPlan,
  type Scenario,
  type Simulation,
} from '../../src/simulate/index';

/** A template that runs a container, with an output `v` if asked for. */
export function leaf(name: string, more: Omit<Template, 'name'> = {}): Template {
  return { name, container: { image: 'x', command: ['x'] }, ...more };
}

/** An output parameter read from a file. */
export function file(name: string, otherwise?: string): NonNullable<Template['outputs']> {
  return {
    parameters: [{ name, valueFrom: { path: `/out/${name}`, ...(otherwise !== undefined && { default: otherwise }) } }],
  };
}

export function steps(
  name: string,
  groups: readonly (readonly WorkflowStep[])[],
  more: Omit<Template, 'name'> = {},
): Template {
  return { name, steps: groups, ...more };
}

export function dag(name: string, tasks: readonly DAGTask[], more: Omit<Template, 'name'> = {}): Template {
  return { name, dag: { tasks }, ...more };
}

/** An argument. */
export function given(name: string, value: string): NonNullable<WorkflowStep['arguments']> {
  return { parameters: [{ name, value }] };
}

export interface Case extends PlayOptions {
  readonly templates: readonly Template[];
  readonly scenario?: Scenario;
  readonly spec?: WorkflowSpec;
  readonly metadata?: object;
  readonly others?: readonly object[];
  readonly version?: ArgoVersion;
}

/** Plays a Workflow `wf` whose entrypoint is `main`. */
export function simulation({
  templates,
  scenario = {},
  spec = {},
  metadata = {},
  others = [],
  version = '4.0',
  ...options
}: Case): Simulation {
  const workflow = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { name: 'wf', ...metadata },
    spec: { entrypoint: 'main', templates, ...spec },
  };
  return playPlan(compile([workflow, ...others], { version, submit: 'wf' }), scenario, options);
}

export function played(one: Case): PlayedWorkflow {
  const { workflows, findings } = simulation(one);
  const [workflow] = workflows;
  if (workflow === undefined) throw new Error(JSON.stringify(findings));
  return workflow;
}

/** Names, types and phases of all nodes but the first one, in the order they came. */
export function shapes({ nodes, name }: PlayedWorkflow): readonly string[] {
  return nodes.slice(1).map((node) => `${node.name.slice(name.length)} ${node.type} ${node.phase}`);
}

export function nodeOf({ nodes, name }: PlayedWorkflow, path: string): PlayedNode {
  const found = nodes.find((node) => node.name === `${name}${path}` || node.displayName === path);
  if (found === undefined) throw new Error(`no node '${path}' among ${nodes.map((node) => node.name).join(', ')}`);
  return found;
}
