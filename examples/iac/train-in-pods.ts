import { Duration } from 'cdk8s';
import { Image, task, text, trainEach } from 'cdk8s-mlops';
import { ofEach, type PlatformModel } from './models';
import { engineImage, experiment } from './platform';
import { registryOf } from './registries';
import { trainingInputs } from './training-inputs';

/** One model, by the engine's own code and with the same hyperparameters, in a pod of its own; artifacts go to MLflow. */
const trainer = ({ name, engine, hyperparameters, limits }: PlatformModel) =>
  task(`train-${name}`, {
    image: Image.pinned(`${engineImage.repository.name}@${engineImage.digest}`),
    inputs: trainingInputs,
    outputs: { runId: text() },
    command: ['python', 'train_models.py', '--model', engine.train],
    env: ({ inputs }) => ({
      MLFLOW_EXPERIMENT_NAME: experiment,
      USE_SYNTHETIC_DATA: inputs.useSyntheticData,
      N_SAMPLES: inputs.nSamples,
      HYPERPARAMETERS: JSON.stringify(hyperparameters),
    }),
    resources: { cpu: limits.cpu, memory: limits.memory },
    timeout: Duration.minutes(30),
  });

/** The same three models side by side: none waits for another, and one that fails stops none. */
export const trainInPods = trainEach('train-in-pods', {
  members: ofEach((model) => ({ train: trainer(model) })),
  registry: registryOf('aiops'),
});
