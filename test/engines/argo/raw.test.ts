import { JsonPatch } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  ArgoClusterWorkflowTemplate,
  ArgoCronWorkflow,
  ArgoWorkflow,
  rawStep,
  rawTemplate,
} from '../../../src/engines/argo/index';
import { argo, pipeline, text, WorkflowTemplate } from '../../../src/index';
import { emitted, emittedBy } from './emitted';
import { notify, train } from './units';

describe('a raw template', () => {
  const wait = rawTemplate('wait', { template: { suspend: { duration: '30s' } } });
  const fetch = rawTemplate('fetch', {
    inputs: { url: text() },
    outputs: { body: text(), status: text({ default: '0' }) },
    template: {
      http: { url: '{{inputs.parameters.url}}' },
      outputs: { parameters: [{ name: 'body', valueFrom: { expression: 'response.body' } }] },
    },
  });

  it('is emitted as it is, with its inputs and outputs declared around it', () => {
    const it = pipeline('it', {}, (p) => {
      const first = p.step(wait);
      const fetched = p.step(fetch, { url: 'http://a.b' }, { after: [first] });
      p.step(notify, { message: fetched.outputs.body });
    });
    const { template, node } = emitted(it);
    expect(template('wait')).toEqual({ name: 'wait', suspend: { duration: '30s' } });
    expect(template('fetch')).toEqual({
      name: 'fetch',
      inputs: { parameters: [{ name: 'url' }] },
      outputs: {
        parameters: [
          { name: 'body', valueFrom: { expression: 'response.body' } },
          { name: 'status', valueFrom: { path: '/out/status', default: '0' } },
        ],
      },
      http: { url: '{{inputs.parameters.url}}' },
    });
    expect(node('it', 'fetch')).toMatchObject({ depends: 'wait.Succeeded', template: 'fetch' });
  });

  it('hands on text that is checked like that of a pod', () => {
    const it = pipeline('it', {}, (p) => void p.step(notify, { message: p.step(fetch, { url: 'a' }).outputs.body }));
    expect(emitted(it).node('it', 'notify').arguments?.parameters?.[0]?.value).toMatch(
      /^\{\{= tasks\.fetch\.outputs.* matches /,
    );
  });
});

describe('a raw step', () => {
  it('keeps order, arguments and name with the pipeline, and all else in Argo’s words', () => {
    const slack = rawStep('slack', {
      inputs: { text: text() },
      step: { templateRef: { name: 'slack', template: 'send', clusterScope: true }, continueOn: { failed: true } },
    });
    const it = pipeline('it', {}, (p) => {
      const { outputs } = p.step(train);
      p.step(slack, { text: outputs.kind });
    });
    expect(emitted(it).node('it', 'slack')).toMatchObject({
      name: 'slack',
      depends: 'train.Succeeded',
      templateRef: { name: 'slack', template: 'send', clusterScope: true },
      continueOn: { failed: true },
      arguments: { parameters: [{ name: 'text' }] },
    });
  });
});

describe('a JSON patch', () => {
  it('changes what was emitted', () => {
    const { spec } = emittedBy((chart) => {
      const it = new WorkflowTemplate(chart, 'it', {
        pipeline: pipeline('it', {}, (p) => void p.step(train)),
        engine: argo('4.0'),
      });
      it.apiObject.addJsonPatch(
        JsonPatch.add('/spec/priority', 3),
        JsonPatch.add('/spec/podGC', { strategy: 'OnPodCompletion' }),
      );
    });
    expect(spec()).toMatchObject({ priority: 3, podGC: { strategy: 'OnPodCompletion' } });
  });
});

describe('a resource in Argo’s words', () => {
  it('has the kind and the spec it was given', () => {
    const spec = { entrypoint: 'a', templates: [{ name: 'a', suspend: {} }] };
    const { one } = emittedBy((chart) => {
      new ArgoWorkflow(chart, 'run', { metadata: { name: 'run' }, spec });
      new ArgoClusterWorkflowTemplate(chart, 'all', { metadata: { name: 'all' }, spec });
      new ArgoCronWorkflow(chart, 'nightly', {
        metadata: { name: 'nightly' },
        spec: { schedules: ['@daily'], workflowSpec: spec },
      });
    });
    expect(one('Workflow')).toMatchObject({ apiVersion: 'argoproj.io/v1alpha1', metadata: { name: 'run' }, spec });
    expect(one('ClusterWorkflowTemplate').spec).toEqual(spec);
    expect(one('CronWorkflow').spec).toEqual({ schedules: ['@daily'], workflowSpec: spec });
  });

  it.each([
    ['a Workflow', 63, ArgoWorkflow, {}],
    ['a ClusterWorkflowTemplate', 57, ArgoClusterWorkflowTemplate, {}],
    ['a CronWorkflow', 52, ArgoCronWorkflow, { schedules: ['@daily'], workflowSpec: {} }],
  ] as const)('that is %s has a name of at most %d characters', (_, limit, Kind, spec) => {
    const named = (length: number) => () =>
      emittedBy((chart) => new Kind(chart, 'a', { metadata: { name: 'a'.repeat(length) }, spec: spec as never }));
    expect(named(limit)).not.toThrow();
    expect(named(limit + 1)).toThrow(/MLP2002/);
  });
});
