// Prints the microseconds that kubernetes-models and yaml take for the template of ten tasks.
import { WorkflowTemplate } from '@kubernetes-models/argo-workflows/argoproj.io/v1alpha1/WorkflowTemplate';
import { stringify } from 'yaml';
import { interleaved } from '../measure.mjs';
import { smallTemplate } from '../workloads/small-template.mjs';

const { models } = interleaved({
  models: () => {
    const template = new WorkflowTemplate({ metadata: { name: 'steps' }, spec: smallTemplate() });
    return stringify(template.toJSON());
  },
});
process.stdout.write(`${models}\n`);
