import { Chart } from 'cdk8s';
import {
  argo,
  fmt,
  GitOpsApp,
  hold,
  Image,
  integer,
  pipeline,
  task,
  text,
  verdict,
  WorkflowTemplate,
} from 'cdk8s-mlops';

const image = Image.tagged('ghcr.io/acme/fraud:1.4.2');
const modelVersion = text({ pattern: /[0-9]+/ });

const train = task('train', {
  image,
  inputs: { epochs: integer({ default: 5, min: 1 }) },
  outputs: { modelVersion }, // the program writes /out/model-version
  command: ({ inputs }) => ['python', 'train.py', fmt`--epochs=${inputs.epochs}`],
});
const smoke = task('smoke', {
  image,
  inputs: { modelVersion },
  outputs: { verdict: verdict(), reason: text() }, // a verdict makes it a gate
  command: ({ inputs }) => ['python', 'smoke.py', inputs.modelVersion],
});
const publish = task('publish', {
  image,
  inputs: { modelVersion },
  command: ({ inputs }) => ['python', 'publish.py', inputs.modelVersion],
});

const release = pipeline('release', { epochs: integer({ default: 10, min: 1 }) }, (p, { epochs }) => {
  const trained = p.step(train, { epochs });
  const checked = p.step(smoke, { modelVersion: trained.outputs.modelVersion });
  p.match(checked.outputs.verdict, {
    pass: (p) => p.step(publish, { modelVersion: trained.outputs.modelVersion }),
    fail: hold('rejected'), // leave an arm out and it does not compile
    error: hold(),
    inconclusive: hold(),
  });
});

const app = new GitOpsApp({ folder: 'hello' });
const chart = new Chart(app, 'fraud', { namespace: 'mlops' });
new WorkflowTemplate(chart, 'release', { pipeline: release, engine: argo('4.0') });
app.synth();
