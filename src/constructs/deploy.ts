import type { Access } from '../core/container/access';
import type { Env } from '../core/container/env';
import type { Volume } from '../core/container/volume';
import type { DeployedKind, DeployMode } from '../programs/release/contract';
import { type ArgocdParamOptions, argocdParam } from './deploy-argocd-param';
import { type GitDeployOptions, git } from './deploy-git';
import { type PatchOptions, patch } from './deploy-patch';
import { type PointerOptions, pointer } from './deploy-pointer';
import type { Environment } from './environment';

/**
 * How an environment is made to run a version.
 *
 * @public
 */
export interface Deploy {
  /** @internal */
  readonly mode: DeployMode;
  /** What it deploys, where that does not follow from what runs the application. @internal */
  readonly deploys?: DeployedKind | undefined;
  /** A new version gets a share of the traffic first, for so long. @internal */
  readonly canary?: { readonly soakSeconds: number } | undefined;
  /** The pods read themselves what is deployed: the definition of the workload does not say it. @internal */
  readonly followedByPods?: true | undefined;
  /** What no other environment may write to, in a form of its own. @internal */
  readonly writesTo?: string | undefined;
  /** Why it can't work in an environment, in words; nothing where it can. @internal */
  readonly misfit: (place: DeployPlace) => string | undefined;
  /** What a step that deploys has to know and may do. @internal */
  readonly settings: (place: DeployPlace) => DeploySettings;
  /** Name of the image in the manifests that it puts the version into; absent where it does something else. @internal */
  readonly image?: string | undefined;
  /** What a step needs that reads which version Git says; absent where Git says none. @internal */
  readonly reader?: ((place: DeployPlace) => Pick<DeploySettings, 'env' | 'mounts'>) | undefined;
}

/** What a way to deploy has to know of an environment. @internal */
export type DeployPlace = Pick<Environment, 'name' | 'application' | 'namespace' | 'workload' | 'gitOps' | 'proof'>;

/** @internal */
export interface DeploySettings {
  /** By the names that `programs/release/contract.ts` has for the place, without prefix. */
  readonly env: Env;
  readonly mounts: { readonly [path: string]: Volume };
  readonly access: readonly Access[];
  /** How long it may take, in seconds: a pull request waits for a person. */
  readonly seconds: number;
}

/** @public */
export const Deploy: {
  /**
   * Writes the version into `environments/<environment>/<application>.yaml` of a Git repository, for the controller that
   * follows it. Only this step writes that file; of a file that exists one value changes, and a comment with the token.
   *
   * Pushes to the branch, or opens a pull request and waits until it is merged. Over HTTP: SSH isn't supported.
   *
   * @throws PipelineError MLP3021 for an address, a branch or a format that can't be one; MLP1209 for localhost.
   * @example
   * ```ts
   * Deploy.git({
   *   repository: 'https://github.com/acme/deployments.git',
   *   format: { kustomize: 'ghcr.io/acme/fraud' },
   *   credentials: { password: secretKey('deployments-git', 'token') },
   * });
   * ```
   */
  readonly git: (options: GitDeployOptions) => Deploy;
  /**
   * Patches the workload itself: its image by digest, or the address of its model. For environments that no GitOps
   * controller manages; there it is refused, since the controller would undo it.
   *
   * @throws PipelineError MLP3020 for a container that can't be one.
   * @example
   * ```ts
   * Deploy.patch({ container: 'app' });
   * ```
   */
  readonly patch: (options?: PatchOptions) => Deploy;
  /**
   * Sets a parameter of the Argo CD Application. For development: Git no longer says what runs.
   *
   * @throws PipelineError MLP3020 without a parameter, or with two.
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/parameters/
   * @example
   * ```ts
   * Deploy.argocdParam({ helmParameter: 'image.reference' });
   * ```
   */
  readonly argocdParam: (options: ArgocdParamOptions) => Deploy;
  /**
   * Writes which model is deployed into a JSON object of a bucket, for an application whose pods read it themselves:
   * application, environment, model version, run, address and the token of the release record, by one conditional write. What
   * it said before stays in `history/<token>.json` beside it; a token lower than that of the object is refused.
   *
   * @throws PipelineError MLP3072 for a bucket or a key that can't be called that; MLP3073 without a store.
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
   * @example
   * ```ts
   * Deploy.pointer({ store, bucket: 'model-promotion', key: 'production/current.json' });
   * ```
   */
  readonly pointer: (options: PointerOptions) => Deploy;
} = { git, patch, argocdParam, pointer };
