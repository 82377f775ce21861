import { MlflowRegistry } from 'cdk8s-mlops';
import { mlflow } from './platform';

/** Where the runs and the versions of a model are. */
export const registryOf = (model: string): MlflowRegistry => MlflowRegistry.at(mlflow, { model });
