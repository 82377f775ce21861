import type * as tekton from '../../../src/schemas/tekton/types';
import type * as triggers from '../../../src/schemas/triggers/types';

const metadata = (name: string) => ({ name, namespace: 'ci' });

const task: tekton.Task = {
  apiVersion: 'tekton.dev/v1',
  kind: 'Task',
  metadata: metadata('train'),
  spec: {
    params: [
      { name: 'epochs', type: 'string', default: '5' },
      { name: 'data', type: 'object', properties: { bucket: { type: 'string' } }, default: { bucket: 'food' } },
      { name: 'flags', type: 'array', default: ['--fast'] },
    ],
    results: [{ name: 'accuracy', type: 'string', description: 'On the test set.' }],
    workspaces: [{ name: 'cache', optional: true }],
    volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '1Gi' } }],
    stepTemplate: { securityContext: { runAsNonRoot: true, capabilities: { drop: ['ALL'] } } },
    steps: [
      {
        name: 'train',
        image: 'ghcr.io/acme/train:1.4.2',
        command: ['python', 'flow.py'],
        args: ['--epochs=$(params.epochs)', '$(params.flags[*])'],
        env: [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'registry', key: 'token' } } }],
        computeResources: { limits: { memory: '2Gi' } },
        volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
        onError: 'continue',
        timeout: '1h',
      },
      { image: 'ghcr.io/acme/note:1.0.0', script: '#!/bin/sh\nset -e\nnote\n' },
    ],
    sidecars: [{ image: 'ghcr.io/acme/proxy:1.0.0' }],
  },
};

const pipeline: tekton.Pipeline = {
  apiVersion: 'tekton.dev/v1',
  kind: 'Pipeline',
  metadata: metadata('release'),
  spec: {
    params: [{ name: 'model', type: 'string' }],
    tasks: [
      { name: 'train', taskRef: { name: 'train' }, params: [{ name: 'epochs', value: '10' }], retries: 1 },
      {
        name: 'check',
        taskRef: { resolver: 'git', params: [{ name: 'url', value: 'https://example.com/tasks.git' }] },
        matrix: { params: [{ name: 'region', value: ['eu', 'us'] }] },
        when: [{ input: '$(tasks.train.results.accuracy)', operator: 'notin', values: [''] }],
      },
      {
        name: 'note',
        runAfter: ['check'],
        taskSpec: {
          metadata: { labels: { app: 'note' } },
          steps: [{ name: 'note', image: 'ghcr.io/acme/note:1.0.0', command: ['note'] }],
        },
      },
      { name: 'custom', taskSpec: { apiVersion: 'acme.dev/v1', kind: 'Approval', spec: { by: ['anna'] } } },
    ],
    finally: [{ name: 'settle', taskRef: { name: 'settle' }, params: [{ name: 'status', value: '$(tasks.status)' }] }],
    results: [{ name: 'accuracy', value: '$(tasks.train.results.accuracy)' }],
  },
};

const run: tekton.PipelineRun = {
  apiVersion: 'tekton.dev/v1',
  kind: 'PipelineRun',
  metadata: { generateName: 'release-', namespace: 'ci' },
  spec: {
    pipelineRef: { name: 'release' },
    params: [{ name: 'model', value: 'food' }],
    timeouts: { pipeline: '2h', tasks: '1h', finally: '10m' },
    taskRunTemplate: {
      serviceAccountName: 'release',
      podTemplate: { securityContext: { fsGroup: 1000 }, volumes: [{ name: 'tmp', emptyDir: {} }] },
    },
    taskRunSpecs: [{ pipelineTaskName: 'train', computeResources: { limits: { cpu: 2 } } }],
    workspaces: [
      {
        name: 'cache',
        volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
      },
    ],
  },
};

const taskRun: tekton.TaskRun = {
  apiVersion: 'tekton.dev/v1',
  kind: 'TaskRun',
  metadata: metadata('train-1'),
  spec: { taskSpec: { steps: [{ image: 'ghcr.io/acme/train:1.4.2', command: ['train'] }] }, timeout: '1h' },
};

const stepAction: tekton.StepAction = {
  apiVersion: 'tekton.dev/v1beta1',
  kind: 'StepAction',
  metadata: metadata('wait'),
  spec: { image: 'ghcr.io/acme/wait:1.0.0', params: [{ name: 'seconds', default: '5' }], args: ['$(params.seconds)'] },
};

const customRun: tekton.CustomRun = {
  apiVersion: 'tekton.dev/v1beta1',
  kind: 'CustomRun',
  metadata: metadata('approve-1'),
  spec: { customSpec: { apiVersion: 'acme.dev/v1', kind: 'Approval', spec: { by: ['anna'] } }, timeout: '1h' },
};

export const tektonDocuments = [task, pipeline, run, taskRun, stepAction, customRun];

const listener: triggers.EventListener = {
  apiVersion: 'triggers.tekton.dev/v1beta1',
  kind: 'EventListener',
  metadata: metadata('github'),
  spec: {
    serviceAccountName: 'triggers',
    triggers: [
      {
        name: 'push',
        interceptors: [
          {
            ref: { name: 'github' },
            params: [
              { name: 'secretRef', value: { secretName: 'github', secretKey: 'token' } },
              { name: 'eventTypes', value: ['push'] },
            ],
          },
          {
            webhook: {
              objectRef: { kind: 'Service', apiVersion: 'v1', name: 'filter' },
              header: [{ name: 'X-By', value: 'ci' }],
            },
          },
        ],
        bindings: [{ ref: 'push' }, { name: 'model', value: 'food' }],
        template: { ref: 'release' },
      },
    ],
    resources: {
      kubernetesResource: {
        replicas: 1,
        serviceType: 'ClusterIP',
        spec: {
          template: {
            metadata: { labels: { app: 'github' } },
            spec: {
              nodeSelector: { pool: 'ci' },
              containers: [{ resources: { requests: { cpu: '50m' } }, securityContext: { runAsNonRoot: true } }],
            },
          },
        },
      },
    },
  },
};

const binding: triggers.TriggerBinding = {
  apiVersion: 'triggers.tekton.dev/v1beta1',
  kind: 'TriggerBinding',
  metadata: metadata('push'),
  spec: { params: [{ name: 'revision', value: '$(body.head_commit.id)' }] },
};

const clusterBinding: triggers.ClusterTriggerBinding = {
  ...binding,
  kind: 'ClusterTriggerBinding',
  metadata: { name: 'push' },
};

const template: triggers.TriggerTemplate = {
  apiVersion: 'triggers.tekton.dev/v1beta1',
  kind: 'TriggerTemplate',
  metadata: metadata('release'),
  spec: { params: [{ name: 'revision' }, { name: 'model', default: 'food' }], resourcetemplates: [run] },
};

const trigger: triggers.Trigger = {
  apiVersion: 'triggers.tekton.dev/v1beta1',
  kind: 'Trigger',
  metadata: metadata('push'),
  spec: { template: { ref: 'release' } },
};

const interceptor: triggers.Interceptor = {
  apiVersion: 'triggers.tekton.dev/v1alpha1',
  kind: 'Interceptor',
  metadata: metadata('filter'),
  spec: { clientConfig: { service: { name: 'filter', namespace: 'ci', path: 'v1', port: 8443 } } },
};

const clusterInterceptor: triggers.ClusterInterceptor = {
  ...interceptor,
  kind: 'ClusterInterceptor',
  metadata: { name: 'filter' },
};

export const triggersDocuments = [
  ...[listener, binding, clusterBinding, template, trigger],
  ...[interceptor, clusterInterceptor],
];
