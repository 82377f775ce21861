import { Chart } from 'cdk8s';
import { argo, GitOpsApp, Preflight } from 'cdk8s-mlops';
import { deliver } from './delivery';
import { trainOnData } from './events';
import { inference } from './inference';
import { monitoring } from './monitoring';
import { platformOf } from './platform';
import { dev, prod } from './presets';

const engine = argo('4.0');
/** Of all objects, those that no construct of the library makes among them. */
const labels = { 'app.kubernetes.io/managed-by': 'cdk8s-mlops' };

for (const preset of [dev, prod]) {
  const app = new GitOpsApp({ folder: `flts/${preset.name}`, layout: 'file-per-object', syncWaves: true });
  const chart = new Chart(app, 'flts', { namespace: preset.namespace, labels });
  const platform = platformOf(preset);
  inference(chart, preset);
  trainOnData(chart, { engine, platform, run: deliver(chart, engine, platform) });
  monitoring(chart, preset);
  new Preflight(chart, 'preflight', { engine });
  app.synth();
}
