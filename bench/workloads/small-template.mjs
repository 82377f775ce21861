/** A WorkflowTemplate of ten tasks with chained parameters, as one writes it by hand: about 9.3 KB of YAML. */
export function smallTemplate() {
  const steps = Array.from({ length: 10 }, (_, i) => i);
  return {
    entrypoint: 'main',
    serviceAccountName: 'workflow',
    arguments: { parameters: [{ name: 'epochs', value: '10' }] },
    templates: [
      {
        name: 'main',
        dag: {
          tasks: steps.map((i) => ({
            name: `step-${i}`,
            template: `step-${i}`,
            ...(i === 0 ? {} : { depends: `step-${i - 1}` }),
            arguments: {
              parameters: [
                { name: 'epochs', value: '{{workflow.parameters.epochs}}' },
                { name: 'input', value: i === 0 ? 'none' : `{{tasks.step-${i - 1}.outputs.parameters.result}}` },
              ],
            },
          })),
        },
      },
      ...steps.map((i) => ({
        name: `step-${i}`,
        inputs: { parameters: [{ name: 'epochs' }, { name: 'input' }] },
        outputs: { parameters: [{ name: 'result', valueFrom: { path: '/out/result' } }] },
        container: {
          image: 'ghcr.io/acme/steps:1.4.2',
          command: ['python', 'step.py'],
          args: ['--epochs={{inputs.parameters.epochs}}', '--input={{inputs.parameters.input}}'],
          env: [{ name: 'MLFLOW_TRACKING_URI', value: 'http://mlflow.platform.svc.cluster.local:8000' }],
          resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '2Gi' } },
        },
      })),
    ],
  };
}
