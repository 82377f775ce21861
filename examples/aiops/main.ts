import { Chart } from 'cdk8s';
import { CronRetrain, DataSource, GitOpsApp, ModelClaim, Preflight, Schedule, secretKey } from 'cdk8s-mlops';
import { Pipeline, tekton } from 'cdk8s-mlops/tekton';
import { models } from './models';
import { retraining } from './retraining';
import { serve } from './serving';

const app = new GitOpsApp({ folder: 'aiops', layout: 'file-per-object', syncWaves: true });
const namespace = 'self-healing-platform';
const chart = new Chart(app, 'aiops', { namespace });
const engine = tekton('1.15', { platform: 'openshift' });

const claim = new ModelClaim(chart, 'model-storage-pvc', {
  size: '10Gi',
  storageClass: 'ocs-storagecluster-cephfs',
});
const source = DataSource.prometheus('https://prometheus-k8s.openshift-monitoring.svc:9091', {
  default: 'prometheus',
  token: secretKey('prometheus', 'token'),
  queries: {
    cpu: 'avg(rate(node_cpu_seconds_total{mode!="idle"}[5m]))',
    memory: '1 - avg(node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)',
    received: 'avg(rate(node_network_receive_bytes_total[5m]))',
    sent: 'avg(rate(node_network_transmit_bytes_total[5m]))',
  },
  requireSource: true,
});

for (const model of models) {
  const { name } = model.contract;
  const serving = serve(chart, engine, model.contract, { namespace, claim });
  const run = new Pipeline(chart, `retrain-${name}`, { engine, pipeline: retraining(model, source, claim, serving) });
  new CronRetrain(chart, `weekly-${name}-training`, {
    engine,
    run,
    schedule: Schedule.cron(model.weekly, { timezone: 'Etc/UTC' }),
  });
}
new Preflight(chart, 'preflight', { engine });

app.synth();
