import { ModelContract } from 'cdk8s-mlops';

/** What the model takes and answers: the gate asks by it, training is given it. */
export const contract: ModelContract = ModelContract.of('anomaly-detector', {
  protocol: 'v2',
  features: ['cpu', 'memory', 'disk', 'network', 'restarts'],
  prediction: { type: 'integer', oneOf: [-1, 1] },
  samples: [{ instance: [0.5, 0.6, 0.4, 100, 80] }],
});
