import { Chart } from 'cdk8s';
import { argo, GitOpsApp, Preflight } from 'cdk8s-mlops';
import { deliver } from './delivery';
import { emitEngine } from './engine';
import { monitor } from './monitoring';
import { namespace } from './platform';

const app = new GitOpsApp({ folder: 'iac', layout: 'file-per-object', syncWaves: true });
const labels = { 'app.kubernetes.io/managed-by': 'cdk8s-mlops' };
const chart = new Chart(app, 'iac', { namespace, labels });
const engine = argo('4.0');

emitEngine(chart);
deliver(chart, engine, 'perModel');
monitor(chart);
new Preflight(chart, 'preflight', { engine });

app.synth();
