import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import type { Env, KeyOf } from '../core/container/env';
import { PipelineError } from '../core/error';
import { modelName } from '../programs/mlflow/names';
import { programProblem } from './program-problem';
import { secretReference } from './secret-reference';
import { checkServiceUrl } from './service-url';

/** @public */
export interface MlflowRegistryProps {
  /** Name of the registered model. */
  readonly model: string;
  /** User of the tracking server. @default - no authentication */
  readonly username?: KeyOf | undefined;
  readonly password?: KeyOf | undefined;
  /** Bearer token, for a server behind a proxy that asks for one; instead of user name and password. */
  readonly token?: KeyOf | undefined;
}

/**
 * The model registry of an MLflow tracking server.
 *
 * @public
 */
export interface MlflowRegistry {
  readonly url: string;
  readonly model: string;
  /** What MLflow's clients read: `MLFLOW_TRACKING_URI`, user and password or token; and `MLFLOW_REGISTERED_MODEL`. */
  readonly env: Env;
}

/** @public */
export const MlflowRegistry: {
  /**
   * Declares a registry. The programs of a `TrainingPipeline` that has it find its address in their environment.
   *
   * @throws PipelineError MLP1209 a URL with localhost or credentials; MLP3003 a model name that MLflow refuses.
   * @see https://mlflow.org/docs/latest/model-registry/
   * @example
   * ```ts
   * const registry = MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', { model: 'fraud' });
   * ```
   */
  readonly at: (url: string, props: MlflowRegistryProps) => MlflowRegistry;
} = {
  at(url, props) {
    checkProps(props, ['model', 'username', 'password', 'token'], 'MlflowRegistry');
    const { model, username, password, token } = props;
    if (programProblem(model, modelName) !== undefined) {
      throw new PipelineError({
        code: 'MLP3003',
        message: `no registered model can be called ${show(model)}`,
        expected: 'a name without / : % quotes, braces and spaces',
        actual: model,
      });
    }
    if ((username === undefined) !== (password === undefined) || (token !== undefined && username !== undefined)) {
      throw new PipelineError({
        code: 'MLP1203',
        message: 'MlflowRegistry has credentials of which its server would get half, or two kinds',
        expected: 'username and password, or token, or none',
      });
    }
    const address = checkServiceUrl(url, 'the url of the registry');
    return Object.freeze({
      url: address,
      model,
      env: Object.freeze({
        MLFLOW_TRACKING_URI: address,
        MLFLOW_REGISTERED_MODEL: model,
        ...(username === undefined
          ? {}
          : { MLFLOW_TRACKING_USERNAME: secretReference(username, 'the username of MlflowRegistry') }),
        ...(password === undefined
          ? {}
          : { MLFLOW_TRACKING_PASSWORD: secretReference(password, 'the password of MlflowRegistry') }),
        ...(token === undefined
          ? {}
          : { MLFLOW_TRACKING_TOKEN: secretReference(token, 'the token of MlflowRegistry') }),
      }),
    });
  },
};
