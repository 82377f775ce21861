import { required, type Variable } from '../environment';
import { objectName } from '../kubernetes/names';
import { decimal } from '../parse';
import { claimFolder } from '../publish-model/contract';
import { readServedModels, type ServedModel } from './served-model';

/**
 * The env variables of validate-models.
 *
 * @internal
 */
export const contract: {
  readonly models: Variable<readonly ServedModel[]>;
  readonly claim: Variable<string>;
  readonly folder: Variable<string>;
  readonly deadline: Variable<number>;
} = {
  models: required('MODELS', readServedModels),
  claim: required('CLAIM', objectName),
  folder: required('MODELS_FOLDER', claimFolder),
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 3600)),
};
