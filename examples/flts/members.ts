import { bestOf, Image, integer, number, task, text } from 'cdk8s-mlops';
import { key, window } from './data';
import { buckets, type Platform } from './platform';
import type { Preset } from './presets';

/** Images by digest: what was tested is what trains, and no pod has to be restarted to take a new one. */
const networks = Image.pinned(
  'ghcr.io/acme/flts-train@sha256:2a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b',
);
const nonml = Image.pinned(
  'ghcr.io/acme/flts-nonml@sha256:3b2c1d0e9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c',
);

/** What a member takes. Test data are never training data: each has a table of its own, and neither is split again. */
const data = { trainData: text({ pattern: key }), testData: text({ pattern: key }) };

/** What it hands on, from its run of MLflow. Without one of them it does not take part. */
const measured = {
  runId: text(),
  trainLoss: number({ min: 0 }),
  testLoss: number({ min: 0 }),
  testMae: number({ min: 0 }),
  testRmse: number({ min: 0 }),
  testMse: number({ min: 0 }),
};

export const epochs = (preset: Preset) =>
  integer({ default: preset.epochs, min: 1, max: 1000, doc: 'how often the networks see all of the data' });

/** What is the same for all of them, in every cluster. */
function trainerIn({ preset, store }: Platform) {
  return {
    labels: { 'app.kubernetes.io/component': 'training' },
    resources: preset.trainer,
    timeout: preset.training,
    env: {
      ...store.env,
      PROCESSED_BUCKET: buckets.processed,
      INPUT_SEQ_LEN: String(window.input),
      OUTPUT_SEQ_LEN: String(window.output),
    },
  };
}

/** A recurrent network: the two differ in their cells only. */
function network(model: 'GRU' | 'LSTM', platform: Platform) {
  const { env, ...trainer } = trainerIn(platform);
  return task(`train-${model.toLowerCase()}`, {
    ...trainer,
    image: networks,
    inputs: { ...data, epochs: epochs(platform.preset) },
    outputs: measured,
    command: ['python', '-m', 'flts.train'],
    env: ({ inputs }) => ({
      ...env,
      MODEL_TYPE: model,
      TRAIN_DATA: inputs.trainData,
      TEST_DATA: inputs.testData,
      EPOCHS: inputs.epochs,
      BATCH_SIZE: '64',
      HIDDEN_SIZE: '128',
      NUM_LAYERS: '2',
      LEARNING_RATE: '0.0001',
      PATIENCE: '30',
    }),
  });
}

function prophet(platform: Platform) {
  const { env, ...trainer } = trainerIn(platform);
  return task('nonml-prophet', {
    ...trainer,
    image: nonml,
    inputs: data,
    outputs: measured,
    command: ['python', '-m', 'flts.prophet'],
    env: ({ inputs }) => ({
      ...env,
      MODEL_TYPE: 'PROPHET',
      TRAIN_DATA: inputs.trainData,
      TEST_DATA: inputs.testData,
    }),
  });
}

/** All three side by side; the one with the lowest score of this run is handed on. A member that hangs is not waited for. */
export function bestMember(platform: Platform) {
  const { preset, registry } = platform;
  return bestOf('train-best', {
    members: {
      gru: { train: network('GRU', platform) },
      lstm: { train: network('LSTM', platform) },
      prophet: { train: prophet(platform), required: preset.prophet === 'required' },
    },
    score: { better: 'lower', weights: { test_rmse: 0.5, test_mae: 0.3, test_mse: 0.2 } },
    registry,
    minCandidates: preset.prophet === 'required' ? 3 : 2,
    joinTimeout: preset.join,
  });
}
