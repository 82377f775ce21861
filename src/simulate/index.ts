export type { ArgoVersion } from '../engines/argo/target';
export { type CompileOptions, compile, type SimulationPlan } from './compile';
export {
  createEnvironments,
  type EnvironmentState,
  type Environments,
  type EnvironmentsOptions,
  type SimulatedVerdict,
} from './environments/environments';
export type { Deviation, Exploration, Violation } from './explore/exploration';
export { printExploration } from './explore/exploration-text';
export {
  type ExploreOptions,
  explore,
  explorePlan,
} from './explore/explore';
export type { PropertyName } from './explore/property';
export type { RoleText } from './explore/role';
export { type Roles, roleAnnotation } from './explore/roles';
export { type VerifyOptions, verify } from './explore/verify';
export type { Finding } from './finding';
export type { ManifestFile, Manifests } from './plan/manifests';
export type { TemplateKind } from './plan/template-kind';
export { printTimeline } from './report/timeline';
export { printTree } from './report/tree';
export type {
  PlayedNode,
  PlayedWorkflow,
  ScheduledRun,
  Simulation,
  Stuck,
  TektonNodeType,
} from './result';
export type { NodePhase, NodeType } from './run/node';
export type { WorkflowPhase } from './run/run';
export type { Leaf, LeafOutput } from './scenario/executor';
export {
  type BrokenOutcome,
  cannotPull,
  type EndedOutcome,
  errors,
  fails,
  hangs,
  neverScheduled,
  nodeLost,
  type Outcome,
  outOfMemory,
  resumed,
  succeeds,
  type WaitingOutcome,
  waits,
  writesNothing,
} from './scenario/outcome';
export type { Scenario } from './scenario/scenario';
export { type PlayOptions, playAlongside, playPlan, type SimulateOptions, simulate } from './simulate';
export type { SimulatedTekton } from './tekton/run/world';
export type { Outage } from './world/schedule';
