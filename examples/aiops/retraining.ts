import { Duration } from 'cdk8s';
import {
  configKey,
  DataSource,
  hold,
  Image,
  modelFileCheck,
  modelFileDigest,
  notebookTask,
  oneOf,
  pipeline,
  secretKey,
  trainingWindow,
} from 'cdk8s-mlops';
import type { PlatformModel } from './models';
import { notebookOf } from './notebook';
import type { Platform } from './platform';
import { released, type Serving } from './serving';

/** Source of the data, notebook, check of the file, and only then a version: what was served before is served until then. */
export function retraining(
  model: PlatformModel,
  { prometheus, image, git, models, training }: Platform,
  serving?: Serving,
) {
  const { contract, queries, hours, tier, device } = model;
  const source = DataSource.prometheus(prometheus, {
    default: 'prometheus',
    token: secretKey('prometheus', 'token'),
    certificates: configKey('openshift-service-ca.crt', 'service-ca.crt'),
    queries,
    requireSource: true,
  });
  const file = `${models.folder}/trained/${contract.name}/model.pkl`;
  const written = device === 'gpu' ? `${training.folder}/${contract.name}/model.pkl` : file;
  const train = notebookTask(`train-${contract.name}`, {
    spec: notebookOf(model, { source, image, git, file: written, claim: device === 'gpu' ? training : models }),
    operator: { version: '1.0.5' },
    deadline: Duration.minutes(tier.minutes + 5),
  });
  const copy = training.copyTo(models, { file: `${training.folder}/${contract.name}/model.pkl`, to: file });
  const mounts = { [models.folder]: models.volume };
  const healthy = modelFileCheck({
    contract,
    image: Image.tagged(image),
    file,
    mounts,
    resources: { cpu: '500m', memory: '2Gi' },
  });
  const unjudged = modelFileDigest({ file, mounts });
  const publish = models.publish(contract.name, { file });

  return pipeline(
    `retrain-${contract.name}`,
    {
      dataSource: source.input,
      trainingHours: trainingWindow(hours),
      healthCheckEnabled: oneOf(['true', 'false'], { default: 'true', doc: 'whether the file is judged' }),
    },
    (p, { dataSource, trainingHours, healthCheckEnabled }) => {
      const looked = p.step(source.check(), { dataSource, trainingHours });
      const trained = p.step(train, { source: looked.outputs.source, trainingHours });
      const there = device === 'gpu' ? p.step(copy, {}, { after: [trained] }) : trained;
      const checked = p.match(
        healthCheckEnabled,
        {
          true: (p) => {
            const judged = p.step(healthy, {});
            const { digest } = judged.outputs;
            return p.match(judged.outputs.verdict, {
              pass: () => ({ digest }),
              fail: hold('rejected'),
              error: hold(),
              inconclusive: hold(),
            });
          },
          false: (p) => p.step(unjudged),
        },
        { name: 'health', after: [there] },
      );
      const published = p.step(publish, { digest: checked.outputs.digest });
      // An experiment has a version that nobody serves.
      if (serving !== undefined) released(p, serving, published.outputs);
      return published;
    },
  );
}
