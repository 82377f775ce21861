import { Chart } from 'cdk8s';
import { argo, CronRetrain, GitOpsApp, Preflight, Schedule, WorkflowTemplate } from 'cdk8s-mlops';
import { engine as trainingEngine } from './engine';
import { ofEach } from './models';
import { monitor } from './monitoring';
import { namespace } from './platform';
import { release } from './release';
import { retraining, retrainingInPods } from './retraining';
import { serve } from './serving';

const app = new GitOpsApp({ folder: 'iac', layout: 'file-per-object', syncWaves: true });
const chart = new Chart(app, 'iac', { namespace });
const engine = argo('4.0');

trainingEngine(chart);
const releases = ofEach((model) => release(chart, engine, model, serve(chart, engine, model)));
const settings = { releases, policy: 'perModel' } as const;

const byApi = new WorkflowTemplate(chart, 'retrain', {
  engine,
  description: 'Has the engine train all three models, and releases those that are good enough.',
  pipeline: retraining(settings),
});
new WorkflowTemplate(chart, 'retrain-in-pods', {
  engine,
  description: 'Trains all three models in pods of their own, and releases those that are good enough.',
  pipeline: retrainingInPods(settings),
});
new CronRetrain(chart, 'weekly-retrain', {
  engine,
  run: byApi,
  schedule: Schedule.cron('0 3 * * 0', { timezone: 'Etc/UTC' }),
});

monitor(chart);
new Preflight(chart, 'preflight', { engine });

app.synth();
