export {
  GitOpsApp,
  type GitOpsAppProps,
  type LintOutput,
  LintValidation,
  type LintValidationContext,
  type LintViolation,
  Preflight,
  type PreflightProps,
  type Prover,
} from './app/index';
export * from './constructs/index';
export * from './core/index';
export { type ArgoOptions, argo } from './engines/argo/argo';
export type { ArgoTarget, ArgoVersion } from './engines/argo/target';
export { WorkflowTemplate, type WorkflowTemplateProps } from './engines/argo/workflow-template';
export type { AwaitedEvent, EventFilters, EventValue } from './engines/kubernetes/awaited-event';
export type { EngineTarget } from './engines/kubernetes/engine';
export type { EventEngine } from './engines/kubernetes/event-engine';
export type { FieldMatch, NumberMatch } from './engines/kubernetes/event-field';
export type { Platform } from './engines/kubernetes/platform';
export type { LintOptions, LintTargets, Severity } from './lint/index';
