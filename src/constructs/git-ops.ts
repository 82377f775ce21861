import { checkProps } from '../core/check-props';
import { checkObjectName } from '../core/container/volume';

/**
 * The controller that makes an environment follow a Git repository.
 *
 * @public
 */
export interface GitOps {
  /** @internal */
  readonly controller: 'argocd' | 'flux';
  /** Name of the Application or Kustomization. @internal */
  readonly object: string;
  /** @internal */
  readonly namespace: string;
}

/** @public */
export interface ArgoCdOptions {
  /** Name of the Application that deploys the environment. */
  readonly application: string;
  /** @default 'argocd' */
  readonly namespace?: string | undefined;
}

/** @public */
export interface FluxOptions {
  /** Name of the Kustomization that deploys the environment. */
  readonly kustomization: string;
  /** @default 'flux-system' */
  readonly namespace?: string | undefined;
}

/** @public */
export const GitOps: {
  /**
   * Argo CD, by one Application.
   *
   * @throws PipelineError MLP1005 for names that no object can have.
   * @see https://argo-cd.readthedocs.io/en/stable/
   * @example
   * ```ts
   * GitOps.argoCd({ application: 'gourmetgram-staging' });
   * ```
   */
  readonly argoCd: (options: ArgoCdOptions) => GitOps;
  /**
   * Flux, by one Kustomization.
   *
   * @throws PipelineError MLP1005 for names that no object can have.
   * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
   */
  readonly flux: (options: FluxOptions) => GitOps;
} = {
  argoCd(options) {
    checkProps(options, ['application', 'namespace'], 'GitOps.argoCd');
    return Object.freeze({
      controller: 'argocd',
      object: checkObjectName(options.application, 'Application'),
      namespace: checkObjectName(options.namespace ?? 'argocd', 'Namespace'),
    });
  },
  flux(options) {
    checkProps(options, ['kustomization', 'namespace'], 'GitOps.flux');
    return Object.freeze({
      controller: 'flux',
      object: checkObjectName(options.kustomization, 'Kustomization'),
      namespace: checkObjectName(options.namespace ?? 'flux-system', 'Namespace'),
    });
  },
};
