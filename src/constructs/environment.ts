import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { checkObjectName } from '../core/container/volume';
import { PipelineError } from '../core/error';
import { fmt } from '../core/format';
import { checkName } from '../core/names';
import type { Input, Ref } from '../core/ref';
import { secondsOf, type TimeSpan } from '../core/time-span';
import { aliasName } from '../programs/mlflow/names';
import type { Deploy } from './deploy';
import type { GitOps } from './git-ops';
import { programProblem } from './program-problem';
import { checkServiceUrl } from './service-url';
import type { VersionProof } from './version-proof';
import { type Workload, workloadOf } from './workload';

/** @public */
export interface EnvironmentProps {
  /** The application whose versions go through the environments. */
  readonly application: string;
  /** Namespace where the application runs. */
  readonly namespace: string;
  /** Address of the application as pods see it. */
  readonly url: string;
  /** How the application tells which version it is. */
  readonly proof: VersionProof;
  /** What runs it. @default - nothing looks at its pods */
  readonly workload?: Workload | undefined;
  /** The controller that makes it follow Git. @default - none does */
  readonly gitOps?: GitOps | undefined;
  /** How it is made to run a version. @default - by someone else */
  readonly deploy?: Deploy | undefined;
  /** How long a version may take to roll out, in whole seconds. @default 10 minutes */
  readonly rolloutDeadline?: TimeSpan | undefined;
  /**
   * The application's version for a version of the model.
   *
   * @default - the model's version itself
   */
  readonly version?: ((modelVersion: Input<string>) => Input<string>) | undefined;
  /** Alias of the model registry that follows this environment. @default - the environment's name */
  readonly alias?: string | undefined;
}

/**
 * A place where the application runs: staging, canary, production.
 *
 * @public
 */
export interface Environment {
  readonly name: string;
  readonly application: string;
  readonly namespace: string;
  readonly url: string;
  readonly proof: VersionProof;
  readonly workload: Workload | undefined;
  readonly gitOps: GitOps | undefined;
  readonly deploy: Deploy | undefined;
  /** @internal */
  readonly rolloutSeconds: number;
  readonly alias: string;
  /** The application's version for a version of the model: `1.0.5`. */
  version(modelVersion: Input<string>): Input<string>;
  /** The image tag of that version here: `staging-1.0.5`. */
  tag(modelVersion: Input<string>): Ref<string>;
}

/** @public */
export const Environment: {
  /**
   * Declares an environment.
   *
   * @throws PipelineError MLP1005 names; MLP1209 a URL with localhost or credentials; MLP3002 no proof of a version; MLP3003 an alias that MLflow reserves;
   * MLP3021 a way to deploy that can't work here.
   * @example
   * ```ts
   * const staging = Environment.of('staging', {
   *   application: 'gourmetgram',
   *   namespace: 'gourmetgram-staging',
   *   url: 'http://gourmetgram.gourmetgram-staging.svc.cluster.local',
   *   proof: VersionProof.http({ path: '/version' }),
   * });
   * ```
   */
  readonly of: (name: string, props: EnvironmentProps) => Environment;
} = {
  of(name, props) {
    const what = `environment '${name}'`;
    checkName(name, 'an environment');
    checkProps(
      props,
      [
        'application',
        'namespace',
        'url',
        'proof',
        'workload',
        'gitOps',
        'deploy',
        'rolloutDeadline',
        'version',
        'alias',
      ],
      what,
    );
    const { version = (modelVersion: Input<string>) => modelVersion } = props;
    if (typeof props.proof !== 'object' || props.proof === null || !('http' in props.proof || 'pods' in props.proof)) {
      throw new PipelineError({
        code: 'MLP3002',
        message: `${what} proves its version by ${show(props.proof)}`,
        expected: "VersionProof.http({ path: '/version' })",
        actual: props.proof,
      });
    }
    if (typeof version !== 'function') {
      throw new PipelineError({
        code: 'MLP3002',
        message: `the version of ${what} is ${show(version)}`,
        expected: 'a function: (modelVersion) => fmt`1.0.${modelVersion}`',
        actual: version,
      });
    }
    const { workload, gitOps, deploy } = props;
    if (props.proof.http === undefined) workloadOf({ name, workload }, 'VersionProof.pods');
    if (props.proof.pods?.model === true && workload?.kind === 'deployment')
      throw new PipelineError({
        code: 'MLP3002',
        message: `${what} proves its version by the model that its pods were made for, and a Deployment runs it`,
        fix: "workload: Workload.inferenceService('fraud')",
      });
    checkNoun(workload, 'kind', `the workload of ${what}`, "Workload.deployment('app')");
    checkNoun(gitOps, 'controller', `the gitOps of ${what}`, "GitOps.argocd({ application: 'app-staging' })");
    checkNoun(deploy, 'misfit', `the deploy of ${what}`, 'Deploy.patch()');
    const environment = Object.freeze({
      name,
      application: checkName(props.application, 'an application'),
      namespace: checkObjectName(props.namespace, 'Namespace'),
      url: checkServiceUrl(props.url, `the url of ${what}`),
      proof: props.proof,
      workload,
      gitOps,
      deploy,
      rolloutSeconds:
        props.rolloutDeadline === undefined ? 600 : secondsOf(props.rolloutDeadline, `the rollout deadline of ${what}`),
      alias: checkAlias(props.alias ?? name),
      version,
      tag: (modelVersion: Input<string>) => fmt`${name}-${version(modelVersion)}`,
    });
    const misfit = deploy?.misfit(environment);
    if (misfit === undefined) return environment;
    throw new PipelineError({
      code: 'MLP3021',
      message: `${what} can't be deployed to: ${misfit}`,
    });
  },
};

/** For plain JavaScript: what is made by hand lacks what it is asked for. */
function checkNoun(value: object | undefined, key: string, what: string, expected: string): void {
  if (value === undefined || (typeof value === 'object' && value !== null && key in value)) return;
  throw new PipelineError({ code: 'MLP3020', message: `${what} is ${show(value)}`, expected, actual: value });
}

function checkAlias(alias: string): string {
  if (programProblem(alias, aliasName) === undefined) return alias;
  throw new PipelineError({
    code: 'MLP3003',
    message: `no alias of a registry can be ${show(alias)}`,
    expected: 'letters, digits, - and _, and neither latest nor v<number>',
    actual: alias,
  });
}
