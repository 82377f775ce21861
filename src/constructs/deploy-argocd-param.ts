import { checkProps } from '../core/check-props';
import { PipelineError } from '../core/error';
import { contract } from '../programs/deploy-argocd-param/contract';
import { checkVariable } from './check-read';
import type { Deploy, DeployPlace } from './deploy';

/** @public */
export interface ArgocdParamOptions {
  /** Name of an image in the Kustomization: `ghcr.io/acme/app`. */
  readonly kustomizeImage?: string | undefined;
  /** Parameter of the Helm chart: `image.digest`. */
  readonly helmParameter?: string | undefined;
  /**
   * What the Helm parameter is set to: all of the value that is deployed, or the digest of the image only.
   *
   * @default 'reference'
   */
  readonly helmValue?: 'reference' | 'digest' | undefined;
}

/** @internal */
export function argocdParam(options: ArgocdParamOptions): Deploy {
  checkProps(options, ['kustomizeImage', 'helmParameter', 'helmValue'], 'Deploy.argocdParam');
  const { kustomizeImage, helmParameter, helmValue } = options;
  if ((kustomizeImage === undefined) === (helmParameter === undefined)) {
    throw new PipelineError({
      code: 'MLP3021',
      message: `Deploy.argocdParam sets ${kustomizeImage === undefined ? 'nothing' : 'two parameters'}`,
      expected: 'a kustomizeImage or a helmParameter',
    });
  }
  const env = {
    ...(kustomizeImage === undefined ? {} : { KUSTOMIZE_IMAGE: kustomizeImage }),
    ...(helmParameter === undefined ? {} : { HELM_PARAMETER: helmParameter }),
    ...(helmValue === undefined ? {} : { HELM_VALUE: helmValue }),
  };
  const given = [
    ['kustomizeImage', contract.kustomizeImage, kustomizeImage],
    ['helmParameter', contract.helmParameter, helmParameter],
    ['helmValue', contract.helmValue, helmValue],
  ] as const;
  for (const [name, variable, value] of given) {
    if (value !== undefined) checkVariable('MLP3021', `the ${name} of Deploy.argocdParam`, variable, value);
  }
  return Object.freeze({
    mode: 'argocd-param',
    image: kustomizeImage,
    misfit: ({ gitOps }: DeployPlace) =>
      gitOps?.controller === 'argocd'
        ? undefined
        : 'Deploy.argocdParam needs the Application: gitOps: GitOps.argocd(…)',
    settings: ({ gitOps }: DeployPlace) => {
      if (gitOps === undefined)
        throw new PipelineError({ code: 'MLP3020', message: 'Deploy.argocdParam needs gitOps' });
      const { object: application, namespace } = gitOps;
      const applications = { apiGroup: 'argoproj.io', resources: ['applications'], names: [application], namespace };
      return {
        env: { APPLICATION: application, APPLICATION_NAMESPACE: namespace, ...env },
        mounts: {},
        access: [{ ...applications, verbs: ['get', 'patch'] }],
        seconds: 120,
      };
    },
  });
}
