export { GitOpsApp, type GitOpsAppProps } from './gitops-app';
export type { LintOutput } from './lint-output';
export { LintValidation, type LintValidationContext, type LintViolation } from './lint-validation';
export { Preflight, type PreflightProps } from './preflight';
export type { Prover } from './prove';
