import { Duration } from 'cdk8s';
import { ImageRepository, MlflowRegistry, Promotion } from 'cdk8s-mlops';
import { canary, production, staging } from './environments';

export const registry = MlflowRegistry.at('http://mlflow.gourmetgram-platform.svc.cluster.local:8000', {
  model: 'GourmetGramFood11Model',
});

export const images = ImageRepository.at('registry.kube-system.svc.cluster.local:5000/gourmetgram-app', {
  insecure: { reason: 'the registry of the cluster has no TLS; a network policy guards it' },
});

/** By itself: what passes in staging goes to canary, everything else is taken back. */
export const toCanary = Promotion.of({
  from: staging,
  to: canary,
  registry,
  images,
  onError: 'revert',
  onInconclusive: 'revert',
  noBaseline: 'initial',
  initial: 'staging-1.0.0',
});

/** By hand: a person says when what runs as canary becomes production. */
export const toProduction = Promotion.of({
  from: canary,
  to: production,
  registry,
  images,
  evidence: 'promoted',
  approval: { expires: Duration.hours(20) },
});
