import { Duration } from 'cdk8s';
import { BaseImage, Evaluation, Image, number, oneOf, task, text } from 'cdk8s-mlops';

const image = Image.pinned(
  'registry.kube-system.svc.cluster.local:5000/gourmetgram-train@sha256:9f2d6c1e0b7a4f3589c2d1e6a7b8091f2e3d4c5b6a79881706f5e4d3c2b1a09f',
);
const scenario = oneOf(['normal', 'bad-architecture', 'oversized'], {
  default: 'normal',
  doc: 'what to train: the real model, one the app can not load, or one that needs too much memory',
});

/** Trains, logs the model in a run, and writes the id of that run. */
export const train = task('train', {
  image,
  inputs: { scenario },
  outputs: { runId: text({ pattern: /[0-9a-f]{32}/ }), accuracy: number({ min: 0, max: 1 }) },
  command: ['python', 'flow.py'],
  env: ({ inputs }) => ({ SCENARIO: inputs.scenario }),
  resources: { cpu: '2', memory: { request: '4Gi', limit: '8Gi' } },
  writable: ['/app/work'],
  timeout: Duration.hours(6),
});

/** Runs the tests of `tests/` against that run, in the same image; only what passes is registered. */
export const evaluation = Evaluation.pytest({
  directory: 'tests/',
  minTests: 2,
  resources: { cpu: '1', memory: { request: '2Gi', limit: '4Gi' } },
});

/** The application's code; the model comes on top of it, and no build is needed when only the model is new. */
export const base = BaseImage.buildkit({
  repository: 'https://github.com/teaching-on-testbeds/gourmetgram',
  branch: 'workflow',
  namespace: 'gourmetgram-build',
});

/** What of the registered model goes into the image, and where the application says its version. */
export const content = {
  files: { 'data/model.pth': '/app/food11.pth' },
  versionFile: '/app/versions.txt',
};
