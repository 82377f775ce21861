export type * from '../../schemas/argo/types';
export type { EngineTarget } from '../kubernetes/engine';
export type { Platform } from '../kubernetes/platform';
export { type ArgoOptions, argo } from './argo';
export { type RawStepProps, type RawTemplateProps, rawStep, rawTemplate } from './raw-template';
export {
  ArgoClusterWorkflowTemplate,
  type ArgoClusterWorkflowTemplateProps,
} from './resources/cluster-workflow-template';
export { ArgoCronWorkflow, type ArgoCronWorkflowProps } from './resources/cron-workflow';
export { ArgoWorkflow, type ArgoWorkflowProps } from './resources/workflow';
export { ArgoWorkflowTemplate, type ArgoWorkflowTemplateProps } from './resources/workflow-template';
export type { ArgoTarget, ArgoVersion } from './target';
export { WorkflowTemplate, type WorkflowTemplateProps } from './workflow-template';
