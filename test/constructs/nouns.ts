import {
  type ArgoTarget,
  argo,
  Deploy,
  Environment,
  Evaluation,
  fmt,
  GitOps,
  Image,
  ImageRepository,
  MlflowRegistry,
  number,
  oneOf,
  Promotion,
  type PromotionProps,
  secretKey,
  task,
  text,
  VersionProof,
  verdict,
  Workload,
} from '../../src/index';

/** What the tests put together. */
export const engine: ArgoTarget = argo('4.0');
export const image: Image = Image.tagged('ghcr.io/acme/fraud:1.4.2');
export const modelVersion = text({ pattern: /[0-9]{1,9}/ });
export const digest = text({ pattern: /sha256:[0-9a-f]{64}/ });

const place = (name: string): Environment =>
  Environment.of(name, {
    application: 'fraud',
    namespace: `fraud-${name}`,
    url: `http://fraud.fraud-${name}.svc.cluster.local:8080`,
    proof: VersionProof.http({ path: '/version' }),
    version: (modelVersion) => fmt`1.0.${modelVersion}`,
    workload: Workload.deployment('fraud'),
    gitOps: GitOps.argocd({ application: `fraud-${name}` }),
    deploy: Deploy.git({
      repository: 'https://git.example.com/acme/deployments.git',
      format: { kustomize: 'ghcr.io/acme/fraud' },
      credentials: { password: secretKey('deployments-git', 'token') },
    }),
  });

export const staging: Environment = place('staging');
export const production: Environment = place('production');

export const registry: MlflowRegistry = MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', {
  model: 'fraud',
});

/** How versions get from an environment into production; one that says less than it must is completed. */
export const promotionFrom = (from: Environment, more: Partial<PromotionProps> = {}): Promotion =>
  Promotion.of({
    from: { ...from, workload: from.workload ?? staging.workload, deploy: from.deploy ?? staging.deploy },
    to: production,
    registry,
    images: ImageRepository.at('ghcr.io/acme/fraud', { dockerConfig: 'ghcr' }),
    ...more,
  });

export const promotion: Promotion = promotionFrom(staging);

export const train = task('train', {
  image,
  inputs: { size: oneOf(['small', 'large'], { default: 'small', doc: 'of the model' }) },
  outputs: { modelVersion, digest, accuracy: number({ min: 0, max: 1 }) },
  command: ({ inputs }) => ['train', inputs.size],
});

export const judge = task('evaluate', {
  image,
  inputs: { modelVersion },
  outputs: { verdict: verdict(), reason: text() },
  command: ({ inputs }) => ['evaluate', inputs.modelVersion],
});
export const evaluation = Evaluation.task(judge);
