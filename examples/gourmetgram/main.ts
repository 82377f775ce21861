import { Chart } from 'cdk8s';
import { argo, GitOpsApp, Preflight, PromoteOrRevert } from 'cdk8s-mlops';
import { ArgoEventBus, argoEvents } from 'cdk8s-mlops/events';
import { deliver } from './delivery';
import { trainOnPush } from './events';
import { toProduction } from './promotions';

const app = new GitOpsApp({ folder: 'gourmetgram', layout: 'file-per-object', syncWaves: true });
const chart = new Chart(app, 'gourmetgram', { namespace: 'argo' });
const engine = argo('4.0');

const run = deliver(chart, engine);

/** One for all events of the namespace. */
new ArgoEventBus(chart, 'bus', {
  metadata: { name: 'default', labels: { 'app.kubernetes.io/managed-by': 'cdk8s-mlops' } },
  spec: { jetstream: { version: '2.10.29', replicas: 3 } },
});
trainOnPush(chart, { engine, events: argoEvents('1.9'), run });

/** Canary to production stays a person's word. */
new PromoteOrRevert(chart, 'promote-to-production', { engine, promotion: toProduction });

new Preflight(chart, 'preflight', { engine });

app.synth();
