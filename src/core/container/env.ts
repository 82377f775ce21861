import { show } from '../check-value';
import { PipelineError } from '../error';
import { type Ref, RefNode } from '../ref';
import { checkObjectName } from './volume';

/**
 * What an environment variable is set to.
 *
 * @public
 */
export type EnvValue = string | Ref<unknown> | KeyOf | EngineValue;

/**
 * One key of a Secret or ConfigMap.
 *
 * @public
 */
export interface KeyOf {
  readonly from: 'secret' | 'configMap';
  readonly object: string;
  readonly key: string;
}

/** @public */
export interface Env {
  readonly [name: string]: EnvValue;
}

/**
 * What only the engine knows of a run: made by `runName` and `podUid`.
 *
 * @public
 */
export interface EngineValue {
  readonly from: 'engine';
  readonly value: 'run' | 'pod';
}

/** @internal */
export interface EnvEntries {
  readonly [name: string]: string | RefNode | KeyOf | EngineValue;
}

/**
 * The name of the run that a step belongs to: of the Workflow, also where the step's unit is in a template of its own.
 *
 * @example
 * ```ts
 * const env = { MLFLOW_RUN_NAME: runName };
 * ```
 * @public
 */
export const runName: EngineValue = Object.freeze({ from: 'engine', value: 'run' });

/**
 * The uid of the pod: a pod that replaces one of the same name has another.
 *
 * @public
 */
export const podUid: EngineValue = Object.freeze({ from: 'engine', value: 'pod' });

/**
 * The value of a key of a Secret. It reaches the container, never a manifest.
 *
 * @example
 * ```ts
 * const env = { MLFLOW_TRACKING_PASSWORD: secretKey('mlflow-credentials', 'password') };
 * ```
 * @public
 */
export function secretKey(secret: string, key: string): KeyOf {
  return Object.freeze({ from: 'secret', object: checkObjectName(secret, 'Secret'), key: checkKey(key) });
}

/**
 * The value of a key of a ConfigMap that exists in the namespace.
 *
 * @public
 */
export function configKey(configMap: string, key: string): KeyOf {
  return Object.freeze({ from: 'configMap', object: checkObjectName(configMap, 'ConfigMap'), key: checkKey(key) });
}

/** @internal */
export function checkEnv(env: Env, what: string, at?: string): EnvEntries {
  if (typeof env !== 'object' || env === null || Array.isArray(env)) {
    throw new PipelineError({
      code: 'MLP1203',
      message: `the environment of ${what} is ${show(env)}`,
      expected: 'an object of names and values: { EPOCHS: inputs.epochs }',
      actual: env,
      at,
    });
  }
  for (const [name, value] of Object.entries(env)) {
    const usable =
      typeof value === 'string' ||
      (RefNode.is(value) ? value.type.kind !== 'artifact' : isOfEngine(value) || isKeyOf(value));
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && usable) continue;
    throw new PipelineError({
      code: 'MLP1203',
      message: usable ? `${what} has an environment variable '${name}'` : `${what} sets ${name} to ${show(value)}`,
      expected: usable ? 'letters, digits and _, no digit first' : 'text, an input, secretKey(…) or configKey(…)',
      actual: usable ? name : value,
      at,
    });
  }
  return Object.freeze({ ...env }) as unknown as EnvEntries;
}

function isOfEngine(value: unknown): boolean {
  return value === runName || value === podUid;
}

/** Also of objects written by hand: what they name must be usable. */
function isKeyOf(value: unknown): value is KeyOf {
  if (typeof value !== 'object' || value === null || !('from' in value)) return false;
  const { from, object, key } = value as KeyOf;
  if (from !== 'secret' && from !== 'configMap') return false;
  checkObjectName(object, from === 'secret' ? 'Secret' : 'ConfigMap');
  checkKey(key);
  return true;
}

function checkKey(key: string): string {
  if (typeof key === 'string' && /^[-._a-zA-Z0-9]{1,253}$/.test(key)) return key;
  throw new PipelineError({
    code: 'MLP1203',
    message: `${show(key)} is no key of a Secret or ConfigMap`,
    expected: 'letters, digits and -._',
    actual: key,
  });
}
