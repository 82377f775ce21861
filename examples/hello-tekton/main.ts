import { Chart } from 'cdk8s';
import { GitOpsApp, hold, Image, pipeline, Schedule, task, text, verdict } from 'cdk8s-mlops';
import { CronPipelineRun, Pipeline, tekton } from 'cdk8s-mlops/tekton';

const image = Image.tagged('ghcr.io/acme/fraud:1.4.2');
const modelVersion = text({ pattern: /[0-9]+/ });
const inputs = { modelVersion };
const outputs = { verdict: verdict(), reason: text() };

const train = task('train', { image, outputs: { modelVersion }, command: ['train.py'] });
const smoke = task('smoke', { image, inputs, outputs, command: (task) => ['smoke.py', task.inputs.modelVersion] });
const publish = task('publish', { image, inputs, command: (task) => ['publish.py', task.inputs.modelVersion] });
const clean = task('clean', { image, command: ['clean.py'] });

const release = pipeline('release', {}, (p) => {
  const trained = p.step(train);
  const checked = p.step(smoke, { modelVersion: trained.outputs.modelVersion });
  p.match(checked.outputs.verdict, {
    pass: (p) => p.step(publish, { modelVersion: trained.outputs.modelVersion }),
    fail: hold('rejected'),
    error: hold(),
    inconclusive: hold(),
  });
  p.finally((p) => void p.step(clean));
});

const engine = tekton('1.15');
const app = new GitOpsApp({ folder: 'hello-tekton' });
const chart = new Chart(app, 'fraud', { namespace: 'mlops' });
const delivery = new Pipeline(chart, 'release', { pipeline: release, engine });
new CronPipelineRun(chart, 'nightly', {
  engine,
  pipeline: delivery,
  schedule: Schedule.cron('0 2 * * *', { timezone: 'Etc/UTC' }),
});
app.synth();
