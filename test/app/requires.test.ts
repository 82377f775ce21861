import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { GitOpsApp } from '../../src/app';
import { type HasRequirements, type Requirement, requirements } from '../../src/core/requirement';
import { chartOf, object, read, temporaryFolder } from './output';

const ARGO = 'argoproj.io/v1alpha1';

/** REQUIRES.md of a chart in namespace `ns`. */
function requiresOf(define: (chart: Chart) => void): string {
  const outdir = temporaryFolder();
  const app = new GitOpsApp({ outdir, lint: { off: 'the objects are fragments' } });
  define(new Chart(app, 'c', { namespace: 'ns' }));
  app.synth();
  return read(outdir, 'REQUIRES.md');
}

function requiresOfSpec(apiVersion: string, kind: string, spec: unknown): string {
  return requiresOf((chart) => new ApiObject(chart, 'o', object({ apiVersion, kind, metadata: { name: 'o' }, spec })));
}

describe('REQUIRES.md', () => {
  it('says so when nothing is needed', () => {
    const text = requiresOf((chart) => chartOf(chart, 'inner', ['a']));
    expect(text).toContain('Nothing beyond Kubernetes itself.');
  });

  it('names object stores, and which of them has to write on a condition', () => {
    const env = (name: string, value: string) => ({ name, value });
    const text = requiresOfSpec(ARGO, 'WorkflowTemplate', {
      templates: [
        { name: 'init', container: { env: [env('AWS_ENDPOINT_URL_S3', 'http://minio.ns.svc:9000')] } },
        { name: 'begin', container: { env: [env('SOURCE_AWS_ENDPOINT_URL_S3', 'https://s3.acme.example')] } },
        { name: 'refs', container: { env: [env('AWS_ENDPOINT_URL_S3', '{{inputs.parameters.store}}')] } },
      ],
    });
    expect(text.slice(text.indexOf('## Servers'))).toBe(
      [
        '## Servers\n',
        '- an S3 API at http://minio.ns.svc:9000',
        '- an S3 API at https://s3.acme.example, which writes objects on a condition (`If-Match`, `If-None-Match`)',
        '',
      ].join('\n'),
    );
  });

  it('names what serves each custom resource, and its least version', () => {
    const text = requiresOf((chart) => {
      const kinds = [
        [ARGO, 'WorkflowTemplate'],
        [ARGO, 'CronWorkflow'],
        [ARGO, 'Sensor'],
        ['tekton.dev/v1', 'Pipeline'],
        ['tekton.dev/v1beta1', 'StepAction'],
        ['serving.kserve.io/v1beta1', 'InferenceService'],
        ['example.org/v1', 'Thing'],
        ['apps/v1', 'Deployment'],
        ['networking.k8s.io/v1', 'NetworkPolicy'],
      ];
      for (const [apiVersion = '', kind = ''] of kinds) new ApiObject(chart, kind, { apiVersion, kind });
    });
    expect(text).toContain(`| component | at least | for |
| --- | --- | --- |
| Argo Events | 1.9 | Sensor (\`argoproj.io/v1alpha1\`) |
| Argo Workflows | 3.7.16 | CronWorkflow, WorkflowTemplate (\`argoproj.io/v1alpha1\`) |
| KServe | 0.15 | InferenceService (\`serving.kserve.io/v1beta1\`) |
| Tekton Pipelines | 1.0 | Pipeline (\`tekton.dev/v1\`); StepAction (\`tekton.dev/v1beta1\`) |
| what serves example.org | any | Thing (\`example.org/v1\`) |
`);
  });

  it.each<[where: string, apiVersion: string, kind: string, spec: unknown, row: string]>([
    [
      'an environment variable',
      'v1',
      'Pod',
      { env: [{ valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] },
      '`s` | `k`',
    ],
    ['all variables of a container', 'v1', 'Pod', { envFrom: [{ secretRef: { name: 's' } }] }, '`s` | as a whole'],
    [
      'a volume',
      'v1',
      'Pod',
      { volumes: [{ secret: { secretName: 's', items: [{ key: 'b' }, { key: 'a' }] } }] },
      '`s` | `a`, `b`',
    ],
    [
      'a projected volume',
      'v1',
      'Pod',
      { sources: [{ secret: { name: 's', optional: true } }] },
      '`s` (optional) | as a whole',
    ],
    ['pull secrets', ARGO, 'WorkflowTemplate', { imagePullSecrets: [{ name: 's' }] }, '`s` | as a whole'],
    ['an artifact store', ARGO, 'WorkflowTemplate', { s3: { accessKeySecret: { name: 's', key: 'k' } } }, '`s` | `k`'],
    [
      'an event source',
      ARGO,
      'EventSource',
      { github: { hook: { webhookSecret: { name: 's', key: 'k' } } } },
      '`s` | `k`',
    ],
    [
      'an interceptor',
      'triggers.tekton.dev/v1beta1',
      'Trigger',
      { params: [{ value: { secretName: 's', secretKey: 'k' } }] },
      '`s` | `k`',
    ],
    [
      'a workspace',
      'tekton.dev/v1',
      'PipelineRun',
      { workspaces: [{ name: 'w', secret: { secretName: 's' } }] },
      '`s` | as a whole',
    ],
  ])('lists the Secret of %s', (_, apiVersion, kind, spec, row) => {
    expect(requiresOfSpec(apiVersion, kind, spec)).toContain(`| ns | ${row} | ${kind} o |`);
  });

  it.each<[what: string, apiVersion: string, kind: string, spec: unknown]>([
    ['a ConfigMap', 'v1', 'Pod', { valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } }],
    ['a toleration', 'v1', 'Pod', { tolerations: [{ key: 'k', operator: 'Exists' }] }],
    ['a label', 'v1', 'Pod', { labels: { secretName: 's' } }],
    ['a semaphore', ARGO, 'Workflow', { semaphores: [{ configMapKeyRef: { name: 'c', key: 'k' } }] }],
  ])('takes no %s for a Secret', (_, apiVersion, kind, spec) => {
    expect(requiresOfSpec(apiVersion, kind, spec)).not.toContain('## Secrets');
  });

  it('joins what several objects read of one Secret, and leaves out those that come with the output', () => {
    const text = requiresOf((chart) => {
      for (const key of ['b', 'a']) {
        const spec = {
          valueFrom: { secretKeyRef: { name: 'registry', key } },
          volumes: [{ secret: { secretName: 'ours' } }],
        };
        new ApiObject(chart, key, object({ apiVersion: 'v1', kind: 'Pod', metadata: { name: key }, spec }));
      }
      new ApiObject(chart, 's', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'ours' } });
    });
    expect(text).toContain('| ns | `registry` | `a`, `b` | Pod a, Pod b |\n');
    expect(text).not.toContain('`ours`');
  });

  it('names the topics of Kafka that events come from and go to', () => {
    const text = requiresOf((chart) => {
      const client = (topic: string, url = 'kafka-0:9092,kafka-1:9092') => ({ url, topic, partition: '0' });
      const source = { kafka: { data: client('raw'), more: client('late') } };
      const triggers = [{ template: { name: 'a', kafka: client('done', 'other:9092') } }, { template: { name: 'b' } }];
      for (const [kind, spec] of Object.entries({ EventSource: source, Sensor: { triggers } }))
        new ApiObject(chart, kind, object({ apiVersion: ARGO, kind, metadata: { name: 'o' }, spec }));
    });
    expect(text.slice(text.indexOf('## Servers'))).toBe(
      [
        '## Servers\n',
        '- Kafka at kafka-0:9092,kafka-1:9092 with the topics `late`, `raw`',
        '- Kafka at other:9092 with the topic `done`',
        '',
      ].join('\n'),
    );
  });

  it('has the command that makes each Secret of which it knows the keys', () => {
    const text = requiresOf((chart) => {
      const spec = {
        env: [
          { valueFrom: { secretKeyRef: { name: 'store', key: 'secret-key' } } },
          { valueFrom: { secretKeyRef: { name: 'store', key: 'access-key' } } },
          { valueFrom: { secretKeyRef: { name: 'store', key: 'ca.crt' } } },
          { valueFrom: { secretKeyRef: { name: 'maybe', key: 'k', optional: true } } },
        ],
        imagePullSecrets: [{ name: 'pull' }],
      };
      new ApiObject(chart, 'o', object({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'o' }, spec }));
    });
    expect(text).toContain(
      "\n\n```sh\nkubectl create secret generic store -n ns --from-literal=access-key='…' --from-file=ca.crt='…' --from-literal=secret-key='…'\n```\n",
    );
  });

  it('says how many more read a Secret instead of naming all', () => {
    const text = requiresOf((chart) => {
      for (let i = 0; i < 9; i++) {
        const spec = { secretRef: { name: 's' } };
        new ApiObject(chart, `p${i}`, object({ apiVersion: 'v1', kind: 'Pod', metadata: { name: `p${i}` }, spec }));
      }
    });
    expect(text).toContain('| Pod p0, Pod p1, Pod p2, Pod p3, Pod p4 and 4 more |');
  });

  it.each<[what: string, apiVersion: string, kind: string, spec: unknown]>([
    ['an autoscaler by CPU', 'autoscaling/v2', 'HorizontalPodAutoscaler', { metrics: [{ type: 'Resource' }] }],
    [
      'a role that reads metrics',
      'rbac.authorization.k8s.io/v1',
      'Role',
      { rules: [{ apiGroups: ['metrics.k8s.io'] }] },
    ],
    [
      'a predictor scaled by memory',
      'serving.kserve.io/v1beta1',
      'InferenceService',
      { predictor: { scaleMetric: 'memory' } },
    ],
  ])('asks for metrics-server because of %s', (_, apiVersion, kind, spec) => {
    expect(requiresOfSpec(apiVersion, kind, spec)).toContain('| metrics-server |');
  });

  it.each<[apiVersion: string, kind: string, spec: unknown, setting: string]>([
    [
      'tekton.dev/v1',
      'Pipeline',
      { tasks: [{ when: [{ cel: 'a' }] }] },
      'Tekton Pipelines: `enable-cel-in-whenexpression: "true"`',
    ],
    ['tekton.dev/v1', 'Task', { params: [{ enum: ['a'] }] }, '`enable-param-enum: "true"`'],
    ['tekton.dev/v1', 'Task', { steps: [{ stdoutConfig: { path: 'p' } }] }, '`enable-api-fields: "alpha"`'],
    ['tekton.dev/v1', 'Pipeline', { tasks: [{ pipelineRef: { name: 'p' } }] }, '`enable-api-fields: "alpha"`'],
    [ARGO, 'Workflow', { templates: [{ plugin: { a: {} } }] }, 'Argo Workflows: `ARGO_EXECUTOR_PLUGINS=true`'],
    [
      ARGO,
      'Workflow',
      { synchronization: { mutexes: [{ name: 'm', database: true }] } },
      '`synchronization` with a database',
    ],
  ])('names the setting that a field of %s %s needs', (apiVersion, kind, spec, setting) => {
    expect(requiresOfSpec(apiVersion, kind, spec)).toContain(setting);
    expect(requiresOfSpec(apiVersion, kind, {})).not.toContain('## Settings');
  });

  it('asks for a newer version because of a newer field', () => {
    const text = requiresOfSpec(ARGO, 'Workflow', {
      templates: [{ pendingTimeout: '5m' }],
      artifacts: [{ plugin: {} }],
    });
    expect(text).toContain('| Argo Workflows | 4.1 |');
  });

  it('takes over what a construct says, and the newest version of all', () => {
    class Gate extends Construct implements HasRequirements {
      [requirements](): readonly Requirement[] {
        return [{ component: 'Argo Workflows', version: '3.10.2' }, { component: 'metrics-server' }];
      }
    }
    const text = requiresOf((chart) => {
      new Gate(chart, 'gate');
      new ApiObject(chart, 'w', { apiVersion: ARGO, kind: 'WorkflowTemplate' });
    });
    expect(text).toContain('| Argo Workflows | 3.10.2 | WorkflowTemplate (`argoproj.io/v1alpha1`) |');
    expect(text).toContain('| metrics-server |');
  });
});
