import {
  type ArgoTarget,
  argo,
  Environment,
  Evaluation,
  fmt,
  Image,
  number,
  oneOf,
  task,
  text,
  VersionProof,
  verdict,
} from '../../src/index';

/** What the tests put together. */
export const engine: ArgoTarget = argo('4.0');
export const image: Image = Image.tagged('ghcr.io/acme/fraud:1.4.2');
export const modelVersion = text({ pattern: /[0-9]{1,9}/ });
export const digest = text({ pattern: /sha256:[0-9a-f]{64}/ });

export const staging: Environment = Environment.of('staging', {
  application: 'fraud',
  namespace: 'fraud-staging',
  url: 'http://fraud.fraud-staging.svc.cluster.local:8080',
  proof: VersionProof.http({ path: '/version' }),
  version: (modelVersion) => fmt`1.0.${modelVersion}`,
});

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
