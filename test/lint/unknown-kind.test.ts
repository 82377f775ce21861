import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint/lint';

const said = (apiVersion: string, kind: string) =>
  lint([{ file: 'a.yaml', text: JSON.stringify({ apiVersion, kind, metadata: { name: 'a' }, spec: {} }) }])
    .filter(({ code }) => code === 'MLL1106')
    .map(({ message, fix }) => `${message}: ${fix}`);

describe('the lint of a kind', () => {
  it.each([
    ['v1', 'PersistentVolume'],
    ['v1', 'Endpoints'],
    ['apps/v1', 'ReplicaSet'],
    ['networking.k8s.io/v1', 'IngressClass'],
    ['autoscaling/v1', 'HorizontalPodAutoscaler'],
    ['serving.kserve.io/v1alpha1', 'LLMInferenceService'],
    ['gateway.networking.k8s.io/v1alpha2', 'TCPRoute'],
    ['gateway.networking.k8s.io/v1beta1', 'HTTPRoute'],
    ['argoproj.io/v1alpha1', 'Rollout'],
    ['example.com/v1', 'Pipelines'],
  ])('takes %s %s, of which it has no schema', (apiVersion, kind) => {
    expect(said(apiVersion, kind)).toEqual([]);
  });

  it.each([
    ['v1', 'PersistantVolumeClaim', /no kind 'PersistantVolumeClaim' in v1: did you mean 'PersistentVolumeClaim'/],
    ['argoproj.io/v1alpha1', 'Workflowtemplate', /did you mean 'WorkflowTemplate'/],
    ['serving.kserve.io/v1beta1', 'ServingRuntime', /no ServingRuntime in 'serving.kserve.io\/v1beta1'.*v1alpha1/],
    ['serving.kserve.io/v1alpha2', 'InferenceService', /no InferenceService in .*v1alpha2.*write .*v1beta1/],
    ['tekton.dev/v1alpha1', 'Task', /no Task in 'tekton.dev\/v1alpha1': write tekton.dev\/v1 or/],
    ['triggers.tekton.dev/v1', 'EventListener', /no EventListener in .*: write triggers.tekton.dev\/v1beta1/],
    ['tekton.dev/v1beta1', 'ClusterTask', /no ClusterTask any more: write a Task; .*cluster resolver/],
    ['networking.k8s.io/v1beta1', 'Ingress', /no Ingress in .*: write networking.k8s.io\/v1/],
  ])('says what is wrong with %s %s', (apiVersion, kind, says) => {
    expect(said(apiVersion, kind)).toEqual([expect.stringMatching(says)]);
  });
});
