import { Chart } from 'cdk8s';
import { argo, GitOpsApp, Preflight } from 'cdk8s-mlops';
import { engine as trainingEngine } from './engine';
import { models } from './models';
import { monitor } from './monitoring';
import { namespace } from './platform';
import { release } from './release';
import { serve } from './serving';

const app = new GitOpsApp({ folder: 'iac', layout: 'file-per-object', syncWaves: true });
const chart = new Chart(app, 'iac', { namespace });
const engine = argo('4.0');

trainingEngine(chart);
for (const model of models) release(chart, engine, model, serve(chart, engine, model));
monitor(chart);
new Preflight(chart, 'preflight', { engine });

app.synth();
