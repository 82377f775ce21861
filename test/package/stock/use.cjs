const { Chart } = require('cdk8s');
const {
  argo,
  CronRetrain,
  fmt,
  GitOpsApp,
  Image,
  integer,
  pipeline,
  Schedule,
  task,
  WorkflowTemplate,
} = require('cdk8s-mlops');

const train = task('train', {
  image: Image.tagged('ghcr.io/acme/fraud:1.4.2'),
  inputs: { epochs: integer({ default: 5, min: 1 }) },
  command: ({ inputs }) => ['python', 'train.py', fmt`--epochs=${inputs.epochs}`],
});
const nightly = pipeline('nightly', { epochs: integer({ default: 20 }) }, (p, { epochs }) => p.step(train, { epochs }));

const app = new GitOpsApp({ outdir: 'unused' });
const chart = new Chart(app, 'stock', { namespace: 'mlops' });
new WorkflowTemplate(chart, 'nightly', { pipeline: nightly, engine: argo('4.0') });
new CronRetrain(chart, 'cron', {
  engine: argo('4.0'),
  run: nightly,
  schedule: Schedule.cron('0 2 * * *', { timezone: 'Etc/UTC' }),
});
console.log(app.synthYaml());
