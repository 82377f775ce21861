import { Chart } from 'cdk8s';
import { argo, GitOpsApp, Preflight, PromoteOrRevert } from 'cdk8s-mlops';
import { deliver } from './delivery';
import { toProduction } from './promotions';

const app = new GitOpsApp({ folder: 'gourmetgram', layout: 'file-per-object', syncWaves: true });
const chart = new Chart(app, 'gourmetgram', { namespace: 'argo' });
const engine = argo('4.0');

deliver(chart, engine);

/** Canary to production stays a person's word. */
new PromoteOrRevert(chart, 'promote-to-production', { engine, promotion: toProduction });

new Preflight(chart, 'preflight', { engine });

app.synth();
