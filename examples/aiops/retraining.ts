import { Duration } from 'cdk8s';
import {
  type DataSource,
  hold,
  Image,
  type ModelClaim,
  modelFileCheck,
  type NotebookSpec,
  notebookTask,
  pipeline,
  trainingWindow,
} from 'cdk8s-mlops';
import type { PlatformModel } from './models';
import { released, type Serving } from './serving';

const image = 'ghcr.io/acme/aiops-notebooks:1.4.0';

/** Source of the data, notebook, check of the file, and only then a version: what was served before is served until then. */
export function retraining(
  { contract, notebook, hours, tier }: PlatformModel,
  source: DataSource,
  models: ModelClaim,
  serving: Serving,
) {
  const file = `${models.folder}/trained/${contract.name}/model.pkl`;
  const spec: NotebookSpec = {
    notebook: { path: notebook, git: { url: 'https://github.com/acme/aiops-platform', ref: 'main' } },
    podConfig: {
      containerImage: image,
      serviceAccountName: 'notebooks',
      resources: { requests: tier.requests, limits: tier.limits },
      env: [
        { name: 'MODEL_FILE', value: file },
        { name: 'ANOMALY_RATE', value: '0.03' },
        { name: 'PROMETHEUS_URL', value: String(source.env.PROMETHEUS_URL) },
        { name: 'PROMETHEUS_TOKEN', valueFrom: { secretKeyRef: { name: 'prometheus', key: 'token' } } },
      ],
      volumes: [{ name: 'models', persistentVolumeClaim: { claimName: models.name } }],
      volumeMounts: [{ name: 'models', mountPath: models.folder }],
    },
    validationConfig: { level: 'production' },
    timeout: `${tier.minutes}m`,
  };
  const train = notebookTask(`train-${contract.name}`, {
    spec,
    operator: { version: '1.0.5' },
    deadline: Duration.minutes(tier.minutes + 5),
  });
  const healthy = modelFileCheck({
    contract,
    image: Image.tagged(image),
    file,
    mounts: { [models.folder]: models.volume },
    resources: { cpu: '500m', memory: '2Gi' },
  });
  const publish = models.publish(contract.name, { file });

  return pipeline(
    `retrain-${contract.name}`,
    { dataSource: source.input, trainingHours: trainingWindow(hours) },
    (p, { dataSource, trainingHours }) => {
      const looked = p.step(source.check(), { dataSource, trainingHours });
      const trained = p.step(train, { source: looked.outputs.source, trainingHours });
      const judged = p.step(healthy, {}, { after: [trained] });
      p.match(judged.outputs.verdict, {
        pass: (p) => {
          released(p, serving, p.step(publish, { digest: judged.outputs.digest }).outputs);
        },
        fail: hold('rejected'),
        error: hold(),
        inconclusive: hold(),
      });
    },
  );
}
