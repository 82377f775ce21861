import { Duration } from 'cdk8s';
import { httpTraining, Image, task } from 'cdk8s-mlops';
import { legacy, ofEach } from './models';
import { api, experiment, urlOf } from './platform';
import { registryOf } from './registries';
import { trainingInputs } from './training-inputs';

const engine = urlOf('aiops-engine');

/** The engine answers at all: what does not is not asked to train. */
export const health = task('check-health', {
  image: Image.tagged('docker.io/curlimages/curl:8.17.0'),
  command: ['curl', '--fail', '--silent', '--show-error', '--max-time', '10', `${engine}${api}/health`],
  resources: { cpu: '50m', memory: '64Mi' },
  timeout: Duration.minutes(5),
  retry: { limit: 5, on: 'failure' },
});

/**
 * Has the engine train all three models. It answers when it is done, after some two minutes; what it answers is not believed
 * without a run that was logged with these hyperparameters and has the files of a model. The rules are looked at, and are
 * never among what is asked for.
 */
export const trainByApi = httpTraining('train-models', {
  url: engine,
  registry: registryOf('aiops'),
  experiment,
  inputs: trainingInputs,
  start: {
    path: `${api}/models/train`,
    body: ({ inputs }) => ({
      models: Object.values(ofEach(({ engine }) => engine.train)),
      use_synthetic_data: inputs.useSyntheticData,
      n_samples: inputs.nSamples,
      hyperparameters: Object.fromEntries(
        Object.values(ofEach(({ engine, hyperparameters }) => [engine.train, hyperparameters] as const)),
      ),
    }),
    statuses: [200],
    timeout: Duration.minutes(30),
  },
  statusPath: `${api}/models/status`,
  models: ofEach(({ engine, hyperparameters }) => ({
    status: { at: `models.${engine.status}.trained`, is: true },
    run: { name: engine.status, params: asLogged(hyperparameters) },
    artifact: 'model',
  })),
  untrained: Object.fromEntries(
    legacy.map((name) => [
      name,
      { status: { at: `models.${name}.trained`, is: false }, claim: { at: 'results.results', has: name } },
    ]),
  ),
  deadline: Duration.minutes(40),
});

/** As MLflow stores parameters: one that the engine ignored is missing, or has another value. */
function asLogged(hyperparameters: object): { readonly [name: string]: string } {
  const simple = Object.entries(hyperparameters).filter(([, value]) => typeof value !== 'object');
  return Object.fromEntries(simple.map(([name, value]) => [name, String(value)]));
}
