import type { Json } from '../mutation';
import { containerContext, securityContext, wholeContext } from './pods';

/** Tasks, a pipeline of them, runs of both, and a listener that starts one. */
export function tekton(namespace: string): Json[] {
  const podTemplate = { securityContext };
  const param = (name: string, value: string) => ({ name, value });
  return [
    {
      apiVersion: 'tekton.dev/v1beta1',
      kind: 'StepAction',
      metadata: { name: 'fetch', namespace },
      spec: { image: 'ghcr.io/acme/fetch:1', command: ['fetch'], securityContext: wholeContext },
    },
    {
      apiVersion: 'tekton.dev/v1',
      kind: 'Task',
      metadata: { name: 'train', namespace },
      spec: {
        params: [{ name: 'epochs', type: 'string' }],
        results: [{ name: 'accuracy', type: 'string' }],
        stepTemplate: { securityContext: wholeContext },
        steps: [
          { name: 'fetch', ref: { name: 'fetch' } },
          {
            name: 'train',
            image: 'ghcr.io/acme/train:1',
            command: ['python', 'train.py', '--epochs=$(params.epochs)', '--out=$(results.accuracy.path)'],
          },
        ],
        sidecars: [{ name: 'cache', image: 'ghcr.io/acme/cache:1', securityContext: wholeContext }],
        volumes: [{ name: 'work', emptyDir: {} }],
      },
    },
    {
      apiVersion: 'tekton.dev/v1beta1',
      kind: 'Task',
      metadata: { name: 'older', namespace },
      spec: { steps: [{ name: 'main', image: 'ghcr.io/acme/older:1', script: 'true', securityContext: wholeContext }] },
    },
    {
      apiVersion: 'tekton.dev/v1',
      kind: 'Pipeline',
      metadata: { name: 'release', namespace },
      spec: {
        params: [{ name: 'epochs', type: 'string', default: '10' }],
        tasks: [
          { name: 'train', taskRef: { name: 'train' }, params: [param('epochs', '$(params.epochs)')] },
          {
            name: 'deploy',
            runAfter: ['train'],
            when: [{ input: '$(tasks.train.results.accuracy)', operator: 'notin', values: ['0'] }],
            matrix: { params: [{ name: 'region', value: ['eu', 'us'] }] },
            taskSpec: {
              params: [{ name: 'region', type: 'string' }],
              steps: [
                {
                  name: 'deploy',
                  image: 'ghcr.io/acme/deploy:1',
                  args: ['$(params.region)'],
                  securityContext: wholeContext,
                },
              ],
            },
          },
        ],
        finally: [{ name: 'report', taskRef: { name: 'older' } }],
      },
    },
    {
      apiVersion: 'tekton.dev/v1',
      kind: 'PipelineRun',
      metadata: { name: 'release-1', namespace },
      spec: {
        pipelineRef: { name: 'release' },
        params: [param('epochs', '20')],
        timeouts: { pipeline: '3h', tasks: '2h', finally: '1h' },
        taskRunTemplate: { serviceAccountName: 'release', podTemplate },
        taskRunSpecs: [{ pipelineTaskName: 'train', podTemplate: { nodeSelector: { gpu: 'yes' } } }],
      },
    },
    {
      apiVersion: 'tekton.dev/v1',
      kind: 'TaskRun',
      metadata: { generateName: 'once-', name: 'once', namespace },
      spec: {
        podTemplate,
        taskSpec: { steps: [{ name: 'main', image: 'ghcr.io/acme/once:1', securityContext: containerContext }] },
      },
    },
    {
      apiVersion: 'triggers.tekton.dev/v1alpha1',
      kind: 'ClusterInterceptor',
      metadata: { name: 'check' },
      spec: { clientConfig: { service: { name: 'check', namespace: 'tekton-pipelines', path: 'check' } } },
    },
    {
      apiVersion: 'triggers.tekton.dev/v1beta1',
      kind: 'TriggerBinding',
      metadata: { name: 'push', namespace },
      spec: { params: [param('revision', '$(body.after)')] },
    },
    {
      apiVersion: 'triggers.tekton.dev/v1beta1',
      kind: 'TriggerTemplate',
      metadata: { name: 'start', namespace },
      spec: {
        params: [{ name: 'revision' }, { name: 'hours', default: '2' }],
        resourcetemplates: [
          {
            apiVersion: 'tekton.dev/v1',
            kind: 'PipelineRun',
            metadata: { generateName: 'release-$(tt.params.revision)-' },
            spec: {
              pipelineRef: { name: 'release' },
              params: [param('epochs', '$(tt.params.revision)')],
              timeouts: { pipeline: '$(tt.params.hours)h' },
              taskRunTemplate: { podTemplate },
            },
          },
        ],
      },
    },
    {
      apiVersion: 'triggers.tekton.dev/v1beta1',
      kind: 'EventListener',
      metadata: { name: 'git', namespace },
      spec: {
        serviceAccountName: 'listener',
        triggers: [
          {
            name: 'push',
            interceptors: [{ ref: { name: 'check', kind: 'ClusterInterceptor' } }],
            bindings: [{ ref: 'push' }],
            template: { ref: 'start' },
          },
        ],
      },
    },
  ];
}
