import type { Chart } from 'cdk8s';
import { type ArgoTarget, pipeline, text, WorkflowTemplate } from 'cdk8s-mlops';
import type { PlatformModel } from './models';
import type { Serving } from './serving';

/** Brings one registered version of one model into service, or takes it back. It is a run of its own, or a step of a training. */
export function release(chart: Chart, engine: ArgoTarget, { name }: PlatformModel, { build, gate, decision }: Serving) {
  return new WorkflowTemplate(chart, `release-${name}`, {
    engine,
    description: `Puts a version of ${name} into an image, deploys it, tests it, and approves it or takes it back.`,
    pipeline: pipeline(
      `release-${name}`,
      {
        modelVersion: text({ pattern: /[1-9][0-9]{0,14}/, doc: 'the registered version' }),
        runId: text({ pattern: /[A-Za-z0-9_-]{0,256}/, default: '', doc: 'the run that the version has to be of' }),
      },
      (p, { modelVersion, runId }) => {
        const { digest, commit } = p.step(build, { modelVersion, runId }).outputs;
        const tested = p.step(gate, { modelVersion, runId, digest, commit });
        p.step(decision, { modelVersion }, { after: [tested] });
      },
    ),
  });
}
