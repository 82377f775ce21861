export { GitOpsApp, type GitOpsAppProps } from './gitops-app';
