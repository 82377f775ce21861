import { Duration } from 'cdk8s';
import { Evaluation, Image, number, oneOf, task, text } from 'cdk8s-mlops';

const image = Image.pinned(
  'registry.kube-system.svc.cluster.local:5000/gourmetgram-train@sha256:9f2d6c1e0b7a4f3589c2d1e6a7b8091f2e3d4c5b6a79881706f5e4d3c2b1a09f',
);
const modelVersion = text({ pattern: /[0-9]{1,9}/ });
const digest = text({ pattern: /sha256:[0-9a-f]{64}/ });
const scenario = oneOf(['normal', 'bad-architecture', 'oversized'], {
  default: 'normal',
  doc: 'what to train: the real model, one the app can not load, or one that needs too much memory',
});

/** Trains, registers the model with the alias `development`, and writes the version it got. */
export const train = task('train', {
  image,
  inputs: { scenario },
  outputs: { modelVersion, digest, accuracy: number({ min: 0, max: 1 }) },
  command: ['python', 'flow.py'],
  env: ({ inputs }) => ({ SCENARIO: inputs.scenario, MODEL_ALIAS: 'development' }),
  resources: { cpu: '2', memory: { request: '4Gi', limit: '8Gi' } },
  writable: ['/app/work'],
  timeout: Duration.hours(6),
});

/** Runs the tests of `tests/` against that version, in the same image. */
export const evaluation = Evaluation.pytest({
  directory: 'tests/',
  minTests: 2,
  resources: { cpu: '1', memory: { request: '2Gi', limit: '4Gi' } },
});
