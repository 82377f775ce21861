import { fmt, Image, integer, pipeline, task, text } from '../../lib/index.js';

const image = Image.tagged('ghcr.io/acme/steps:1.4.2');

/** The ten tasks of `smallTemplate` as a typed definition, made anew with all its tasks. */
export function typedPipeline() {
  const steps = Array.from({ length: 10 }, (_, i) =>
    task(`step-${i}`, {
      image,
      inputs: { epochs: integer(), input: text() },
      outputs: { result: text() },
      env: { MLFLOW_TRACKING_URI: 'http://mlflow.platform.svc.cluster.local:8000' },
      resources: { cpu: '500m', memory: '2Gi' },
      command: ({ inputs }) => ['python', 'step.py', fmt`--epochs=${inputs.epochs}`, fmt`--input=${inputs.input}`],
    }),
  );
  return pipeline('steps', { epochs: integer({ default: 10 }) }, (p, { epochs }) => {
    let input = 'none';
    for (const step of steps) input = p.step(step, { epochs, input }).outputs.result;
  });
}
