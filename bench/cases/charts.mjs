import { ApiObject, App, Chart } from 'cdk8s';
import { GitOpsApp } from '../../lib/app/index.js';
import { once } from '../measure.mjs';
import { writing } from '../workloads/writing.mjs';

/** One synth of many charts with one small object each. */
export function measure(outdir, how, count) {
  const app = how === 'stock' ? new App({ outdir }) : new GitOpsApp({ outdir, ...writing });
  for (let i = 0; i < Number(count); i++) {
    new ApiObject(new Chart(app, `chart-${i}`), 'o', { apiVersion: 'v1', kind: 'ConfigMap', data: { a: `${i}` } });
  }
  return once(() => app.synth());
}
