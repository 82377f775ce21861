export { GitOpsApp, type GitOpsAppProps } from './gitops-app';
export { Preflight, type PreflightProps } from './preflight';
export type { Prover } from './prove';
