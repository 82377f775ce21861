import { ApiObject, App, Chart, Lazy } from 'cdk8s';
import { GitOpsApp } from '../../lib/app/index.js';
import { ArgoWorkflowTemplate } from '../../lib/engines/argo/index.js';
import { once } from '../measure.mjs';
import { largeTemplate } from '../workloads/large-template.mjs';
import { writing } from '../workloads/writing.mjs';

/**
 * One synth of many large WorkflowTemplates in one chart.
 *
 * @param how `stock`: cdk8s's App; `ours`: our app and objects; `plain`: our app with cdk8s's ApiObjects; `lazy`: the same
 * with a lazy value in each, so that cdk8s has to resolve them; `linted`: as `ours`, and looked at before it is written
 */
export function measure(outdir, how, count) {
  const app = how === 'stock' ? new App({ outdir }) : new GitOpsApp({ outdir, ...(how !== 'linted' && writing) });
  const chart = new Chart(app, 'chart', { namespace: 'argo' });
  for (let i = 0; i < Number(count); i++) {
    const props = { metadata: { name: `template-${i}` }, spec: largeTemplate(i) };
    if (how === 'lazy') props.spec.parallelism = Lazy.any({ produce: () => 10 });
    if (how === 'ours' || how === 'linted') new ArgoWorkflowTemplate(chart, `t${i}`, props);
    else new ApiObject(chart, `t${i}`, { apiVersion: 'argoproj.io/v1alpha1', kind: 'WorkflowTemplate', ...props });
  }
  return once(() => app.synth());
}
