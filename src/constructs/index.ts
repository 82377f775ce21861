export type { Expectation, Field, Fields, Json, Length, Shape } from '../programs/check-http/expectation';
export type {
  AbsoluteMetric,
  Ceiling,
  ChampionRule,
  ComparedMetric,
  Floor,
  GapRule,
  MetricRule,
  MetricsRules,
} from '../programs/check-metrics/rules';
export type { CodeHost } from '../programs/deploy-git/pull-request/code-host';
export type { EnvironmentFileFormat } from '../programs/environment-file/format';
export type { LoggedMetrics } from '../programs/register-each/rules';
export type { Score } from '../programs/select-best/rules';
export type { LoggedBy, Statement } from '../programs/train-http/plan';
export { Application, type ApplicationProps } from './application';
export { BaseImage, type BuilderOptions } from './base-image';
export { type Best, type BestOfProps, bestOf, type Member } from './best-of';
export type { Candidate } from './candidate';
export { Check } from './check';
export type { CheckedRequest } from './checked-request';
export { CronRetrain, type CronRetrainProps, type RunInputs } from './cron-retrain';
export {
  DataSource,
  type DataSourceMode,
  type PrometheusOptions,
  type SourceCheck,
  type SourceCheckOptions,
} from './data-source';
export { Deploy } from './deploy';
export type { ArgocdParamOptions } from './deploy-argocd-param';
export type { GitDeployOptions } from './deploy-git';
export type { PatchOptions } from './deploy-patch';
export type { PointerOptions } from './deploy-pointer';
export { DriftCheck, type DriftCheckProps } from './drift-check';
export { Environment, type EnvironmentProps } from './environment';
export { Evaluation, type Trained } from './evaluation';
export type { EventDelivery } from './event-delivery';
export { EventFrom } from './event-from';
export type {
  AnyField,
  CalendarEventOptions,
  GithubEventOptions,
  GithubPushField,
  KafkaEventOptions,
  KafkaLogin,
  KafkaTopicOptions,
  MinioEventOptions,
  WebhookEventOptions,
} from './event-from-options';
export { EventJoin } from './event-join';
export { EventRelay, type EventRelayProps } from './event-relay';
export { type EventInputs, EventTrigger, type EventTriggerProps } from './event-trigger';
export { FileCollector, type FileCollectorProps } from './file-collector';
export type { GitCredentials } from './git-credentials';
export { type ArgocdOptions, type FluxOptions, GitOps } from './git-ops';
export type { GitPullRequest } from './git-pull-request';
export type { HttpCheckOptions } from './http-check';
export type { HttpProbe } from './http-probe';
export {
  type HttpTrainedModel,
  type HttpTraining,
  type HttpTrainingProps,
  httpTraining,
  type TrainingPoll,
  type TrainingStart,
  type UntrainedModel,
} from './http-training';
export { type BuildInput, type BuildResult, ImageBuild, type ImageBuildProps } from './image-build';
export { ImageRepository, type ImageRepositoryProps } from './image-repository';
export type { InferenceScaling } from './inference-scaling';
export { InferenceService, type InferenceServiceProps, type ServedModel } from './inference-service';
export { InitialImage, type InitialImageProps } from './initial-image';
export type { LatencyLimit, LoadCheckOptions } from './load-check';
export type { Trainee } from './members';
export { MlflowRegistry, type MlflowRegistryProps } from './mlflow-registry';
export { ModelClaim, type ModelClaimProps, type PublishOptions, type PublishTask } from './model-claim';
export {
  type ContractCheckOptions,
  type ContractSample,
  ModelContract,
  type ModelContractProps,
} from './model-contract';
export {
  type ModelDiagnosis,
  type ModelFileCheck,
  type ModelFileCheckOptions,
  modelFileCheck,
} from './model-file-check';
export { type ModelFileDigest, type ModelFileDigestOptions, modelFileDigest } from './model-file-digest';
export { type AccuracyAlert, type LatencyAlert, ModelMonitor, type ModelMonitorProps } from './model-monitor';
export { ModelValidation, type ModelValidationProps, type ValidatedModel } from './model-validation';
export type { NotebookOperator, NotebookPod, NotebookSource, NotebookSpec, NotebookVariable } from './notebook-spec';
export { type NotebookTask, type NotebookTaskOptions, notebookTask } from './notebook-task';
export { NotebookValidationJob, type NotebookValidationJobProps } from './notebook-validation-job';
export { Notification, type NotificationInputs, type NotificationOptions } from './notification';
export {
  type EnsureBucketsOptions,
  type EnsuredBuckets,
  ObjectStore,
  type ObjectStoreCredentials,
  type ObjectStoreOptions,
} from './object-store';
export type { PodsCheckOptions } from './pods-check';
export { PromoteOrRevert, type PromoteOrRevertInputs, type PromoteOrRevertProps } from './promote-or-revert';
export {
  Promotion,
  type PromotionApproval,
  type PromotionProps,
  type PromotionWithinOptions,
} from './promotion';
export type { PromotionPolicy } from './promotion-policy';
export { PublishEvent, type PublishEventOptions, type PublishedEvent } from './publish-event';
export type { PytestOptions } from './pytest-evaluation';
export { ReferencePlatform } from './reference-platform';
export type {
  PlatformDatabase,
  PlatformMlflow,
  PlatformObjectStore,
  ReferencePlatformProps,
} from './reference-platform-props';
export { type RegisterEachProps, type RegisteredEach, type RegisteredMember, registerEach } from './register-each';
export type { RegisterOptions } from './register-model';
export type { BodyPart } from './request-body';
export { Sample, type SampleFileOptions } from './sample';
export { type SampledProps, type SampledRunProps, sampled } from './sampled';
export {
  type Sampling,
  type SamplingInputs,
  type SamplingOutputs,
  type SamplingProps,
  type SamplingStrategy,
  sampling,
  type WindowOutputs,
} from './sampling';
export { Schedule } from './schedule';
export { type ServedFormat, ServingRuntime, type ServingRuntimeProps } from './serving-runtime';
export { type GateInputs, type GateResult, StagingTestGate, type StagingTestGateProps } from './staging-test-gate';
export { type TrainEachProps, type TrainedEach, trainEach } from './train-each';
export { type TrainedOnce, type TrainOnceProps, trainOnce } from './train-once';
export { type CopyOptions, type CopyTask, TrainingClaim, type TrainingClaimProps } from './training-claim';
export { type HandedOn, type ModelBuild, TrainingPipeline, type TrainingPipelineProps } from './training-pipeline';
export {
  type TrainedBy,
  TrainingStatus,
  type TrainingStatusProps,
  type TrainingStatusResult,
} from './training-status';
export { type TrainingHours, trainingWindow, trainingWindows } from './training-window';
export { TroubleshootingDeployment, type TroubleshootingDeploymentProps } from './troubleshooting-deployment';
export { UnitConstruct } from './unit-construct';
export { type HttpVersionOptions, type PodsVersionOptions, VersionProof } from './version-proof';
export { type RouteBackend, type RouteParent, WeightedRoute, type WeightedRouteProps } from './weighted-route';
export { type Limits, Workload, type WorkloadOptions } from './workload';
