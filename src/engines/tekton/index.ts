export { NotPortableError } from '../../core/portability';
export type * from '../../schemas/tekton/types';
export type {
  ClusterInterceptor,
  ClusterTriggerBinding,
  EventListener,
  EventListenerSpec,
  EventListenerTrigger,
  Interceptor,
  TriggerBinding,
  TriggerBindingSpec,
  TriggerInterceptor,
  TriggerSpecBinding,
  TriggerTemplate,
  TriggerTemplateSpec,
} from '../../schemas/triggers/types';
export type { EngineTarget } from '../kubernetes/engine';
export type { Platform } from '../kubernetes/platform';
export { CronPipelineRun, type CronPipelineRunProps } from './cron-pipeline-run';
export { Pipeline, type PipelineProps } from './pipeline';
export { TektonCustomRun, type TektonCustomRunProps } from './resources/custom-run';
export { TektonEventListener, type TektonEventListenerProps } from './resources/event-listener';
export { TektonPipeline, type TektonPipelineProps } from './resources/pipeline';
export { TektonPipelineRun, type TektonPipelineRunProps } from './resources/pipeline-run';
export { TektonStepAction, type TektonStepActionProps } from './resources/step-action';
export { TektonTask, type TektonTaskProps } from './resources/task';
export { TektonTaskRun, type TektonTaskRunProps } from './resources/task-run';
export { TektonTriggerBinding, type TektonTriggerBindingProps } from './resources/trigger-binding';
export { TektonTriggerTemplate, type TektonTriggerTemplateProps } from './resources/trigger-template';
export type { TektonFeature, TektonTarget, TektonVersion } from './target';
export { type TektonOptions, tekton } from './tekton';
