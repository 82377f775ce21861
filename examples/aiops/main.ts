import { Chart } from 'cdk8s';
import { GitOpsApp, Preflight } from 'cdk8s-mlops';
import { tekton } from 'cdk8s-mlops/tekton';
import { addModel } from './add-model';
import { argocd } from './argocd';
import { experiments } from './experiments';
import { lookAfter } from './look-after';
import { models } from './models';
import { platformOf, settingsFrom } from './platform';

const settings = settingsFrom(process.env);
const app = new GitOpsApp({ folder: 'aiops', layout: 'file-per-object', syncWaves: true });
const chart = new Chart(app, 'aiops', { namespace: settings.namespace });
const engine = tekton('1.15', { platform: 'openshift' });

const platform = platformOf(chart, settings);
const added = [...models, ...experiments].map(
  (model) => [model.contract.name, addModel(platform, engine, model)] as const,
);
lookAfter(platform, engine, new Map(added));
new Preflight(chart, 'preflight', { engine });

app.synth();
argocd(settings).synth();
