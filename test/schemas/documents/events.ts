import type * as events from '../../../src/schemas/events/types';

const metadata = (name: string) => ({ name, namespace: 'argo' });

const bus: events.EventBus = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'EventBus',
  metadata: metadata('default'),
  spec: { jetstream: { version: 'latest', replicas: 3, persistence: { volumeSize: '1Gi' } } },
};

const source: events.EventSource = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'EventSource',
  metadata: metadata('models'),
  spec: {
    replicas: 1,
    service: { ports: [{ port: 12_000, targetPort: 12_000 }] },
    template: { container: { resources: { requests: { cpu: '100m', memory: 64 } } }, serviceAccountName: 'events' },
    webhook: { registered: { endpoint: '/registered', method: 'POST', port: '12000', url: '' } },
  },
};

const others: events.EventSource = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'EventSource',
  metadata: metadata('others'),
  spec: {
    calendar: { nightly: { schedule: '0 2 * * *', timezone: 'Etc/UTC' } },
    minio: {
      uploaded: {
        bucket: { name: 'models' },
        endpoint: 'minio:9000',
        events: ['s3:ObjectCreated:Put'],
        filter: { prefix: 'v' },
        accessKey: { name: 'minio', key: 'user' },
        secretKey: { name: 'minio', key: 'password' },
      },
    },
  },
};

const sensor: events.Sensor = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Sensor',
  metadata: metadata('retrain'),
  spec: {
    dependencies: [
      {
        name: 'registered',
        eventSourceName: 'models',
        eventName: 'registered',
        filters: { data: [{ path: 'body.model', type: 'string', value: ['food'] }], context: { type: 'webhook' } },
      },
    ],
    triggers: [
      {
        template: {
          name: 'run',
          conditions: 'registered',
          argoWorkflow: {
            operation: 'submit',
            source: {
              resource: {
                apiVersion: 'argoproj.io/v1alpha1',
                kind: 'Workflow',
                metadata: { generateName: 'train-' },
                spec: {
                  entrypoint: 'train',
                  arguments: { parameters: [{ name: 'model', value: '' }] },
                  templates: [{ name: 'train', container: { image: 'ghcr.io/acme/train:1.4.2', command: ['train'] } }],
                },
              },
            },
            parameters: [
              {
                src: { dependencyName: 'registered', dataKey: 'body.model' },
                dest: 'spec.arguments.parameters.0.value',
              },
            ],
          },
        },
        rateLimit: { unit: 'Minute', requestsPerUnit: 1 },
        retryStrategy: { steps: 3, duration: '1s', factor: 2, jitter: 0.1 },
      },
      { template: { name: 'note', http: { url: 'https://example.com/note', method: 'GET' } } },
    ],
  },
};

export const eventsDocuments = [bus, source, others, sensor];
