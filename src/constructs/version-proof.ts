import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { PipelineError } from '../core/error';
import { contract } from '../programs/wait-rollout/contract';
import { checkVariable } from './check-read';

/**
 * How an application tells which version it is.
 *
 * @public
 */
export interface VersionProof {
  /** Where it answers with its version. @internal */
  readonly http?: { readonly path: string; readonly field: string | undefined; readonly names: 'version' | 'run' };
  /** Where its pods show their version. @internal */
  readonly pods?: PodsVersionOptions;
}

/** @public */
export interface HttpVersionOptions {
  /** Where the application answers with its version, such as `/version`. */
  readonly path: string;
  /**
   * Field of the JSON answer that holds the version, dotted: `build.version`.
   *
   * @default - the whole answer is the version
   */
  readonly field?: string | undefined;
  /**
   * What the answer has to name: the application's version for the model's, or the run that trained it.
   *
   * @default 'version'
   */
  readonly names?: 'version' | 'run' | undefined;
}

/**
 * Where pods show their version: exactly one of these.
 *
 * @public
 */
export interface PodsVersionOptions {
  /** Key of a label of the pods. */
  readonly label?: string | undefined;
  /** Key of an annotation of the pods. */
  readonly annotation?: string | undefined;
  /** Container that runs the image which was deployed, by digest. Only where the gate deploys is that known. */
  readonly container?: string | undefined;
  /** KServe's own note in the pods, which model they were made for: the address that was deployed. */
  readonly model?: true | undefined;
}

/** @public */
export const VersionProof: {
  /**
   * The application answers over HTTP. The version must be exactly the expected one: `1.0.12` is not `1.0.1`.
   *
   * @throws PipelineError MLP3002 for a path or field that can't be one.
   * @example
   * ```ts
   * VersionProof.http({ path: '/version', field: 'version' });
   * ```
   */
  readonly http: (options: HttpVersionOptions) => VersionProof;
  /**
   * All pods of the newest version show it; for what does not answer with a version, such as a model server.
   *
   * @throws PipelineError MLP3002 for a key that can't be one, and unless exactly one is given.
   * @example
   * ```ts
   * VersionProof.pods({ label: 'app.kubernetes.io/version' });
   * ```
   */
  readonly pods: (options: PodsVersionOptions) => VersionProof;
} = {
  http(options) {
    checkProps(options, ['path', 'field', 'names'], 'VersionProof.http');
    const { path, field, names = 'version' } = options;
    checkUrlPath(path, 'the path of the version');
    if (field !== undefined && !/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/.test(field)) {
      throw new PipelineError({
        code: 'MLP3002',
        message: `the field of the version is ${show(field)}`,
        expected: 'a dotted path such as build.version',
        actual: field,
      });
    }
    if (!['version', 'run'].includes(names))
      throw new PipelineError({
        code: 'MLP3002',
        message: `the version of the application is named by ${show(names)}`,
        expected: "'version' or 'run'",
      });
    return Object.freeze({ http: Object.freeze({ path, field, names }) });
  },
  pods(options) {
    checkProps(options, ['label', 'annotation', 'container', 'model'], 'VersionProof.pods');
    const { label, annotation, container, model } = options;
    const given = [label, annotation, container, model].filter((each) => each !== undefined);
    if (given.length !== 1) {
      throw new PipelineError({
        code: 'MLP3002',
        message: `VersionProof.pods looks at ${given.length === 0 ? 'nothing' : 'several things'}`,
        expected: 'a label, an annotation, a container or model: true',
      });
    }
    if (label !== undefined) checkVariable('MLP3002', 'the label of the version', contract.versionLabel, label);
    if (annotation !== undefined)
      checkVariable('MLP3002', 'the annotation of the version', contract.versionAnnotation, annotation);
    if (container !== undefined)
      checkVariable('MLP3002', 'the container of the version', contract.versionContainer, container);
    if (model !== undefined && model !== true)
      throw new PipelineError({
        code: 'MLP3002',
        message: `the model of the version is ${show(model)}`,
        expected: 'true',
      });
    return Object.freeze({ pods: Object.freeze({ label, annotation, container, model }) });
  },
};

/** Whether pods prove what was deployed, and not a version that is made of the model's. @internal */
export function provesDeployed({ pods }: VersionProof): boolean {
  return pods?.container !== undefined || pods?.model !== undefined;
}

/** A path of a URL, with a query if need be. Throws MLP3002. @internal */
export function checkUrlPath(path: string, what: string): string {
  if (typeof path === 'string' && /^\/[A-Za-z0-9\-._~/%?=&+,:@]*$/.test(path) && !path.startsWith('//')) return path;
  throw new PipelineError({
    code: 'MLP3002',
    message: `${what} is ${show(path)}`,
    expected: "a path that starts with '/': /predict",
    actual: path,
  });
}
