import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { checkEnv, type Env, type KeyOf } from '../core/container/env';
import { PipelineError } from '../core/error';
import { checkServiceUrl } from './service-url';

/** @public */
export interface MlflowRegistryProps {
  /** Name of the registered model. */
  readonly model: string;
  /** User of the tracking server. @default - no authentication */
  readonly username?: KeyOf | undefined;
  readonly password?: KeyOf | undefined;
}

/**
 * The model registry of an MLflow tracking server.
 *
 * @public
 */
export interface MlflowRegistry {
  readonly url: string;
  readonly model: string;
  /** What MLflow's clients read: `MLFLOW_TRACKING_URI`, user and password; and `MLFLOW_REGISTERED_MODEL`. */
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
    checkProps(props, ['model', 'username', 'password'], 'MlflowRegistry');
    const { model, username, password } = props;
    if (typeof model !== 'string' || !/^[^/:.%"'\s{}][^/:%"'\s{}]{0,249}$/.test(model)) {
      throw new PipelineError({
        code: 'MLP3003',
        message: `no registered model can be called ${show(model)}`,
        expected: 'a name without / : % quotes, braces and spaces',
        actual: model,
      });
    }
    const address = checkServiceUrl(url, 'the url of the registry');
    return Object.freeze({
      url: address,
      model,
      env: Object.freeze({
        MLFLOW_TRACKING_URI: address,
        MLFLOW_REGISTERED_MODEL: model,
        ...(username === undefined ? {} : { MLFLOW_TRACKING_USERNAME: reference(username, 'username') }),
        ...(password === undefined ? {} : { MLFLOW_TRACKING_PASSWORD: reference(password, 'password') }),
      }),
    });
  },
};

/** A credential never stands in a manifest; nor does it in the message. */
function reference(value: KeyOf, name: string): KeyOf {
  if (typeof value === 'object' && value !== null && 'from' in value) {
    checkEnv({ VALUE: value }, `the ${name} of MlflowRegistry`);
    return value;
  }
  throw new PipelineError({
    code: 'MLP1203',
    message: `the ${name} of MlflowRegistry is no reference, but a ${value === null ? 'null' : typeof value}`,
    expected: `secretKey('mlflow', '${name}')`,
  });
}
