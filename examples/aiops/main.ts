import { Chart } from 'cdk8s';
import { GitOpsApp, Preflight } from 'cdk8s-mlops';
import { tekton } from 'cdk8s-mlops/tekton';
import { addModel } from './add-model';
import { experiments } from './experiments';
import { models } from './models';
import { platformOf, settings } from './platform';

const app = new GitOpsApp({ folder: 'aiops', layout: 'file-per-object', syncWaves: true });
const chart = new Chart(app, 'aiops', { namespace: settings.namespace });
const engine = tekton('1.15', { platform: 'openshift' });

const platform = platformOf(chart);
for (const model of [...models, ...experiments]) addModel(platform, engine, model);
new Preflight(chart, 'preflight', { engine });

app.synth();
