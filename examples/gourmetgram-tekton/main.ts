import { Chart } from 'cdk8s';
import { GitOpsApp, Preflight } from 'cdk8s-mlops';
import { tekton } from 'cdk8s-mlops/tekton';
import { deliver } from '../gourmetgram/delivery';
import { trainOnPush } from '../gourmetgram/events';

const app = new GitOpsApp({ folder: 'gourmetgram-tekton', layout: 'file-per-object', syncWaves: true });
const chart = new Chart(app, 'gourmetgram', { namespace: 'gourmetgram-delivery' });
const engine = tekton('1.15');

trainOnPush(chart, { engine, run: deliver(chart, engine) });

new Preflight(chart, 'preflight', { engine });

app.synth();
