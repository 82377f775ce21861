import { ApiObject, Chart } from 'cdk8s';
import { GitOpsApp } from '../../src/app';

/** A program of its own, to be killed: node fill-folder.ts OUTDIR LAYOUT OBJECTS CONTENT */
const [outdir = '', layout = '', objects = '', content = ''] = process.argv.slice(2);
const app = new GitOpsApp({ outdir, layout: layout as 'file-per-object' });
const chart = new Chart(app, 'chart', { namespace: 'ns' });
for (let i = 0; i < Number(objects); i++) {
  const props = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `o${i}` }, data: { content, end: 'whole' } };
  new ApiObject(chart, `o${i}`, props);
}
app.synth();
