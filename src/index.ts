export { GitOpsApp, type GitOpsAppProps, Preflight, type PreflightProps, type Prover } from './app/index';
export * from './constructs/index';
export * from './core/index';
export { type ArgoOptions, type ArgoTarget, type ArgoVersion, argo } from './engines/argo/target';
export { WorkflowTemplate, type WorkflowTemplateProps } from './engines/argo/workflow-template';
export type { Platform } from './engines/kubernetes/platform';
