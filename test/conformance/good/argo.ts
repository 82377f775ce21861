import type { Json } from '../mutation';

/** One set of objects that every judge accepts: two workflow templates that call each other, and what stands beside. */
export function argo(namespace: string): Json[] {
  const container = {
    image: 'ghcr.io/acme/train@sha256:4e1f5b1e0c0ee9e2a2c9b9f0a5f6d1a4c1d0f6c47a9f9b6f7b1a2c3d4e5f6a7b',
    command: ['python', 'train.py'],
    args: ['--epochs={{inputs.parameters.epochs}}'],
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
  const securityContext = { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } };
  const inputs = { parameters: [{ name: 'epochs' }] };
  const epochs = (value: string) => ({ parameters: [{ name: 'epochs', value }] });
  return [
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'WorkflowTemplate',
      metadata: { name: 'library', namespace },
      spec: {
        securityContext,
        templates: [
          {
            name: 'train',
            inputs,
            container,
            outputs: { parameters: [{ name: 'accuracy', valueFrom: { path: '/out/accuracy' } }] },
            retryStrategy: { limit: 2, retryPolicy: 'OnError' },
            sidecars: [{ ...container, name: 'cache', args: ['--serve'] }],
          },
        ],
      },
    },
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'WorkflowTemplate',
      metadata: { name: 'release', namespace },
      spec: {
        entrypoint: 'main',
        arguments: epochs('10'),
        securityContext,
        volumes: [{ name: 'work', emptyDir: {} }],
        templates: [
          {
            name: 'main',
            dag: {
              tasks: [
                {
                  name: 'train',
                  templateRef: { name: 'library', template: 'train' },
                  arguments: epochs('{{workflow.parameters.epochs}}'),
                },
                {
                  name: 'report',
                  depends: 'train.Succeeded',
                  template: 'report',
                  arguments: epochs('{{tasks.train.outputs.parameters.accuracy}}'),
                },
              ],
            },
          },
          { name: 'report', inputs, container },
        ],
      },
    },
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'CronWorkflow',
      metadata: { name: 'nightly', namespace },
      spec: {
        schedules: ['0 2 * * *'],
        timezone: 'Etc/UTC',
        concurrencyPolicy: 'Forbid',
        workflowSpec: { workflowTemplateRef: { name: 'release' } },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'program', namespace },
      immutable: true,
      data: { 'main.mjs': 'process.exitCode = 0;' },
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'executor', namespace },
      rules: [{ apiGroups: ['argoproj.io'], resources: ['workflowtaskresults'], verbs: ['create', 'patch'] }],
    },
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'collector', namespace },
      spec: {
        schedule: '15 4 * * *',
        jobTemplate: {
          spec: {
            template: {
              spec: { restartPolicy: 'Never', securityContext, containers: [{ ...container, name: 'main', args: [] }] },
            },
          },
        },
      },
    },
  ];
}
