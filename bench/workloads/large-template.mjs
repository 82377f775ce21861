/**
 * A WorkflowTemplate of 30 templates (one DAG, 29 containers): about 54 KB and 2,200 lines of YAML, in which the lint finds
 * nothing.
 *
 * Made anew for each call, so that nothing is shared between objects.
 */
export function largeTemplate(index) {
  const steps = Array.from({ length: 29 }, (_, i) => i);
  return {
    entrypoint: 'main',
    serviceAccountName: 'workflow',
    arguments: {
      parameters: [
        { name: 'epochs', value: '10' },
        { name: 'model', value: `model-${index}` },
      ],
    },
    activeDeadlineSeconds: 7200,
    ttlStrategy: { secondsAfterCompletion: 604800 },
    podGC: { strategy: 'OnPodCompletion' },
    templates: [{ name: 'main', dag: { tasks: steps.map(task) } }, ...steps.map((i) => container(i, index))],
  };
}

function task(i) {
  const input = i === 0 ? 'none' : `{{tasks.step-${i - 1}.outputs.parameters.result}}`;
  return {
    name: `step-${i}`,
    template: `step-${i}`,
    ...(i === 0 ? {} : { depends: `step-${i - 1}.Succeeded` }),
    arguments: {
      parameters: [
        { name: 'epochs', value: '{{workflow.parameters.epochs}}' },
        { name: 'input', value: input },
      ],
    },
  };
}

function container(i, index) {
  return {
    name: `step-${i}`,
    inputs: { parameters: [{ name: 'epochs' }, { name: 'input' }] },
    outputs: { parameters: [{ name: 'result', valueFrom: { path: '/out/result', default: 'none' } }] },
    metadata: { labels: { 'app.kubernetes.io/part-of': `system-${index}` } },
    retryStrategy: { limit: '2', retryPolicy: 'OnError', backoff: { duration: '30s', factor: '2' } },
    container: {
      image: `ghcr.io/acme/step-${i}@sha256:${'0123456789abcdef'.repeat(4)}`,
      command: ['python', 'step.py'],
      args: ['--epochs={{inputs.parameters.epochs}}', '--input={{inputs.parameters.input}}', `--seed=${i * 7}`],
      env: [
        { name: 'MLFLOW_TRACKING_URI', value: 'http://mlflow.platform.svc.cluster.local:8000' },
        { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'registry', key: 'token' } } },
        { name: 'DEBUG', value: 'no' },
        { name: 'NOTE', value: `step ${i}: reads what the step before it wrote` },
      ],
      resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '2Gi' } },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        capabilities: { drop: ['ALL'] },
        seccompProfile: { type: 'RuntimeDefault' },
      },
      volumeMounts: [
        { name: 'tmp', mountPath: '/tmp' },
        { name: 'out', mountPath: '/out' },
      ],
    },
    volumes: [
      { name: 'tmp', emptyDir: {} },
      { name: 'out', emptyDir: { sizeLimit: '1Gi' } },
    ],
  };
}
