import type { Json } from '../mutation';
import { containerContext, securityContext } from './pods';

/** A bus, a listener, and a sensor that submits a workflow and creates a job. */
export function events(namespace: string): Json[] {
  const template = { securityContext, container: { securityContext: containerContext } };
  const event = (dataKey: string, dest: string) => ({ src: { dependencyName: 'push', dataKey }, dest });
  return [
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'EventBus',
      metadata: { name: 'default', namespace },
      spec: { jetstream: { version: '2.10.10', replicas: 3 } },
    },
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'EventSource',
      metadata: { name: 'git', namespace },
      spec: {
        template,
        service: { ports: [{ port: 12000, targetPort: 12000 }] },
        webhook: { push: { endpoint: '/push', port: '12000', method: 'POST' } },
      },
    },
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Sensor',
      metadata: { name: 'release', namespace },
      spec: {
        template: { ...template, serviceAccountName: 'release' },
        dependencies: [
          { name: 'push', eventSourceName: 'git', eventName: 'push' },
          { name: 'main', eventSourceName: 'git', eventName: 'push' },
        ],
        triggers: [
          {
            template: {
              name: 'release',
              argoWorkflow: {
                operation: 'submit',
                source: {
                  resource: {
                    apiVersion: 'argoproj.io/v1alpha1',
                    kind: 'Workflow',
                    metadata: { generateName: 'release-' },
                    spec: {
                      workflowTemplateRef: { name: 'release' },
                      arguments: { parameters: [{ name: 'revision' }] },
                    },
                  },
                },
                parameters: [event('body.after', 'spec.arguments.parameters.0.value')],
              },
            },
          },
          {
            template: {
              name: 'sweep',
              k8s: {
                operation: 'create',
                source: {
                  resource: {
                    apiVersion: 'batch/v1',
                    kind: 'Job',
                    metadata: { generateName: 'sweep-' },
                    spec: {
                      template: {
                        spec: {
                          restartPolicy: 'Never',
                          securityContext,
                          containers: [
                            { name: 'main', image: 'ghcr.io/acme/sweep:1', securityContext: containerContext },
                          ],
                        },
                      },
                    },
                  },
                },
                parameters: [event('body.ref', 'metadata.annotations.ref')],
              },
            },
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
        arguments: { parameters: [{ name: 'revision' }] },
        securityContext,
        templates: [
          {
            name: 'main',
            container: {
              image: 'ghcr.io/acme/release:1',
              command: ['release', '{{workflow.parameters.revision}}'],
              securityContext: containerContext,
            },
          },
        ],
      },
    },
  ];
}
