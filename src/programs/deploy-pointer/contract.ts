import { deployContract } from '../deploy/contract';
import { optional, required, type Values, type Variable } from '../environment';
import { labelName } from '../kubernetes/names';
import { candidateParsers } from '../release/candidate-text';
import { bucketName, objectKey } from '../s3/names';
import { storeContract } from '../s3/object-store';

/** What a pointer says of the release beside its address. @internal */
export const releaseContract: {
  readonly modelVersion: Variable<string>;
  readonly runId: Variable<string>;
  readonly digest: Variable<string>;
  readonly commit: Variable<string>;
} = {
  modelVersion: required('MODEL_VERSION', candidateParsers.modelVersion),
  runId: optional('RUN_ID', candidateParsers.runId, ''),
  digest: optional('DIGEST', candidateParsers.digest, ''),
  commit: optional('COMMIT', candidateParsers.commit, ''),
};

/** The env variables of deploy-pointer. @internal */
export const contract: typeof deployContract &
  typeof storeContract &
  typeof releaseContract & {
    readonly application: Variable<string>;
    readonly environment: Variable<string>;
    readonly bucket: Variable<string>;
    readonly key: Variable<string>;
  } = {
  ...deployContract,
  ...storeContract,
  ...releaseContract,
  application: required('APPLICATION', labelName),
  environment: required('ENVIRONMENT', labelName),
  bucket: required('BUCKET', bucketName),
  key: required('KEY', objectKey),
};

/** @internal */
export type Contract = Values<typeof contract>;

/** What no variable shows alone. @internal */
export function contradictions({ deployed }: Contract): readonly string[] {
  return deployed.kind === 'model' ? [] : ['DEPLOYED: a pointer says the address of a model, and this is an image'];
}
