import { yaml as indented } from '../../lint/example';

/** `main.ts` of a new project. @internal */
export const mainText = (name: string): string =>
  indented`
  import { Chart } from 'cdk8s';
  import { GitOpsApp } from 'cdk8s-mlops';
  import { Release } from './release';

  const app = new GitOpsApp();
  new Release(new Chart(app, 'NAME', { namespace: 'mlops' }), 'release');
  app.synth();
`.replace('NAME', name);

/** `release.ts` of a new project. @internal */
export const definitionText = indented`
  import { argo, CronRetrain, hold, Image, pipeline, Schedule, task, text, verdict, WorkflowTemplate } from 'cdk8s-mlops';
  import { Construct } from 'constructs';

  // Your image: what it runs below writes each output to a file of /out, as /out/model-version.
  const image = Image.tagged('ghcr.io/acme/fraud:1.4.2');
  const modelVersion = text({ pattern: /[0-9]+/ });
  const inputs = { modelVersion };
  const outputs = { verdict: verdict(), reason: text() }; // a verdict makes its task a gate

  const train = task('train', { image, outputs: { modelVersion }, command: ['train.py'] });
  const smoke = task('smoke', { image, inputs, outputs, command: (task) => ['smoke.py', task.inputs.modelVersion] });
  const publish = task('publish', { image, inputs, command: (task) => ['publish.py', task.inputs.modelVersion] });

  const release = pipeline('release', {}, (p) => {
    const trained = p.step(train);
    const checked = p.step(smoke, { modelVersion: trained.outputs.modelVersion });
    p.match(checked.outputs.verdict, {
      pass: (p) => p.step(publish, { modelVersion: trained.outputs.modelVersion }),
      fail: hold('rejected'), // leave an arm out and it does not compile
      error: hold(),
      inconclusive: hold(),
    });
  });

  /** Trains and publishes a model every Sunday, if it passes its test. */
  export class Release extends Construct {
    constructor(scope: Construct, id: string) {
      super(scope, id);
      const engine = argo('4.0');
      const template = new WorkflowTemplate(this, 'template', { pipeline: release, engine });
      new CronRetrain(this, 'weekly', {
        engine,
        run: template,
        schedule: Schedule.cron('0 2 * * 0', { timezone: 'Etc/UTC' }),
      });
    }
  }
`;
