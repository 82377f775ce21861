import { Chart } from 'cdk8s';
import { argo, GitOpsApp, hold, Image, pipeline, task, text, verdict, WorkflowTemplate } from 'cdk8s-mlops';

const image = Image.tagged('ghcr.io/acme/fraud:1.4.2');
const modelVersion = text({ pattern: /[0-9]+/ });
const inputs = { modelVersion };
const outputs = { verdict: verdict(), reason: text() }; // a verdict makes its task a gate

const train = task('train', { image, outputs: { modelVersion }, command: ['train.py'] }); // writes /out/model-version
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

const app = new GitOpsApp({ folder: 'hello' });
const chart = new Chart(app, 'fraud', { namespace: 'mlops' });
new WorkflowTemplate(chart, 'release', { pipeline: release, engine: argo('4.0') });
app.synth();
