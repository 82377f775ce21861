export { GitOpsApp, type GitOpsAppProps } from './gitops-app';
export type { LintOutput } from './lint-output';
export { Preflight, type PreflightProps } from './preflight';
export type { Prover } from './prove';
