import { optional, required, type Variable } from '../environment';
import { configHash, pipelineRun, runId, versionNumber } from '../mlflow/names';
import { trackingContract } from '../mlflow/tracking-server';
import { decimal } from '../parse';

/** What mark-trained ends with. @internal */
export const outcomes = ['trained', 'error'] as const;

/** The env variables of mark-trained. @internal */
export const contract: {
  readonly tracking: typeof trackingContract;
  readonly deadline: Variable<number>;
  readonly configHash: Variable<string>;
  readonly runId: Variable<string | undefined>;
  readonly pipelineRun: Variable<string>;
  readonly version: Variable<string | undefined>;
} = {
  tracking: trackingContract,
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 86_400)),
  configHash: required('CONFIG_HASH', configHash),
  runId: optional('RUN_ID', runId, undefined),
  pipelineRun: required('PIPELINE_RUN', pipelineRun),
  version: optional('MODEL_VERSION', versionNumber, undefined),
};
