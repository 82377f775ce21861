import { ApiObject, App, Chart } from 'cdk8s';
import { dump } from 'js-yaml';
import { parseAllDocuments, stringify } from 'yaml';
import { argo, GitOpsApp, WorkflowTemplate } from '../../lib/index.js';
import { interleaved } from '../measure.mjs';
import { smallTemplate } from '../workloads/small-template.mjs';
import { typedPipeline } from '../workloads/typed-pipeline.mjs';
import { writing } from '../workloads/writing.mjs';

const engine = argo('4.0');
const header = { apiVersion: 'argoproj.io/v1alpha1', kind: 'WorkflowTemplate' };
const handWritten = () => [{ ...header, metadata: { name: 'steps' }, spec: smallTemplate() }];

/** From a definition to YAML text, µs per template of ten tasks: everything is made anew each time. */
export function measure(outdir) {
  const typed = () => {
    const app = new GitOpsApp({ outdir, ...writing });
    new WorkflowTemplate(new Chart(app, 'c', { namespace: 'ml' }), 'steps', { pipeline: typedPipeline(), engine });
    return app.synthYaml();
  };
  const cdk8s = (objects) => {
    const app = new App({ outdir });
    const chart = new Chart(app, 'c', { namespace: 'ml' });
    objects.forEach((object, i) => {
      new ApiObject(chart, `o${i}`, object);
    });
    return app.synthYaml();
  };
  const emitted = parseAllDocuments(typed()).map((document) => document.toJS());
  const times = interleaved({
    json: () => JSON.stringify(handWritten()[0]),
    typed,
    jsYaml: () => dump(handWritten()[0]),
    yaml: () => stringify(handWritten()[0]),
    cdk8s: () => cdk8s(handWritten()),
    cdk8sEmitted: () => cdk8s(emitted),
  });
  return {
    ...times,
    kilobytes: stringify(handWritten()[0]).length / 1000,
    typedKilobytes: typed().length / 1000,
  };
}
