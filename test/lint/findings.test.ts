import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint/lint';

const argo = (kind: string, spec: object) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind,
  metadata: { name: 'train', namespace: 'ml' },
  spec,
});
const run = { image: 'busybox:1.36.1', command: ['ls'] };
const template = (...templates: readonly object[]) =>
  argo('WorkflowTemplate', { entrypoint: 'main', templates: templates.map((each) => ({ name: 'main', ...each })) });
const program = (command: readonly string[] | undefined, source: string) =>
  template({
    inputs: { parameters: [{ name: 'who', value: 'you' }] },
    script: { image: 'node:22.1.0', command, source },
  });
const sensor = (dependency: object, trigger: object = { http: { url: 'https://example.com', method: 'POST' } }) =>
  argo('Sensor', { dependencies: [dependency], triggers: [{ template: { name: 'tell', ...trigger } }] });
const push = { name: 'push', eventSourceName: 'github', eventName: 'push' };
const mount = (path: string) => template({ container: run, volumes: [{ name: 'data', hostPath: { path } }] });

/** Triggers of each type that takes values of an event. */
const source = { resource: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: {} } };
const key = { name: 'a', key: 'b' };
const types: Readonly<Record<string, object>> = {
  argoWorkflow: {
    operation: 'submit',
    source: {
      resource: {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Workflow',
        metadata: { generateName: 'a-' },
        spec: { entrypoint: 'main', templates: [{ name: 'main', suspend: {} }] },
      },
    },
  },
  k8s: { operation: 'create', source },
  http: { url: 'https://example.com', method: 'POST' },
  awsLambda: { functionName: 'a', region: 'eu-central-1' },
  azureEventHubs: { fqdn: 'a', hubName: 'b', sharedAccessKeyName: key, sharedAccessKey: key },
  azureServiceBus: { queueName: 'a', topicName: 'b', subscriptionName: 'c', connectionString: key },
  custom: { serverURL: 'a', spec: {} },
  email: { host: 'smtp.example.com' },
  kafka: { url: 'a', topic: 'b' },
  nats: { url: 'a', subject: 'b' },
  openWhisk: { host: 'a', actionName: 'b' },
  pulsar: { url: 'a', topic: 'b' },
  slack: { slackToken: key },
};
const withoutPayload = ['argoWorkflow', 'k8s', 'email', 'slack'];
const from = (src: object) => [{ src, dest: 'data.a' }];
const triggerFrom = (type: string, src: object, other: object) => ({
  [type]: {
    ...types[type],
    parameters: from(src),
    ...(!withoutPayload.includes(type) && { payload: from(other) }),
  },
});
const pushed = { dependencyName: 'push', dataKey: 'body' };

/** All that is said of a manifest. */
const table: readonly (readonly [what: string, manifest: object, ...says: readonly string[]])[] = [
  [
    'a field near one that is set already',
    sensor({ ...push, eventBusName: 'main' }),
    "MLL1101 'eventBusName' is no field of 'dependencies': correct the spelling, or remove it",
  ],
  [
    'a field near one that is free',
    sensor({ name: 'push', eventSourceName: 'github', eventNam: 'push' }),
    "MLL1504 the dependency has no eventName: write 'eventName'",
    "MLL1101 'eventNam' is no field of 'dependencies': did you mean 'eventName'?",
  ],
  [
    'a dependency without its source, once',
    sensor({ name: 'push', eventName: 'push' }),
    "MLL1504 the dependency has no eventSourceName: write 'eventSourceName'",
  ],
  ['a request to nowhere, once', sensor(push, { http: { method: 'POST' } }), "MLL1505 'http' lacks 'url': write 'url'"],
  [
    'a schedule of older versions, once',
    argo('CronWorkflow', {
      schedule: '0 8 * * 1',
      concurrencyPolicy: 'Forbid',
      workflowSpec: { entrypoint: 'main', templates: [{ name: 'main', suspend: {} }] },
    }),
    "MLL1102 'schedule' is gone since Argo 4.0: write 'schedules' with one item",
  ],
  ...(
    [
      [['node'], 'process.env.WHO'],
      [['python3.12', '-u'], 'os.environ["WHO"]'],
      [['/usr/bin/env', 'ruby'], 'ENV["WHO"]'],
      [['perl'], '$ENV{WHO}'],
      [['/bin/bash'], '"$WHO"'],
      [['Rscript'], 'the variable WHO'],
      [undefined, 'the variable WHO'],
    ] as const
  ).map(
    ([command, read]) =>
      [
        `text in a program of ${command?.join(' ') ?? 'the image'}`,
        program(command, 'print({{= inputs.parameters.who }})'),
        `MLL2302 the program of 'main' has {{inputs.parameters.who}} in its text: hand the value on in env, and read it there: ${read}`,
      ] as const,
  ),
  [
    'a folder of the node',
    mount('/mnt/data'),
    "MLL3054 the pod mounts '/mnt/data' of its node: use a PersistentVolumeClaim or an artifact",
  ],
  ...['/var/run/docker.sock', '/run/containerd/containerd.sock', '/var/lib/docker'].map(
    (path) =>
      [
        `the builder of the node at ${path}`,
        mount(path),
        `MLL3054 the pod mounts '${path}' of its node: remove it; builds need no privileges with moby/buildkit:rootless`,
      ] as const,
  ),
  [
    'an arm of steps for an error that ends them',
    template(
      {
        steps: [
          [{ name: 'check', template: 'run' }],
          [{ name: 'undo', template: 'run', when: "'{{steps.check.status}}' == 'Error'" }],
        ],
      },
      { name: 'run', container: run },
    ),
    "MLL4062 'undo' is for a failure of 'check', and does not run after one: let 'check' end well and write its verdict to an output; or give it continueOn: { error: true }",
  ],
  [
    'an arm of a DAG for all but success',
    template(
      {
        dag: {
          tasks: [
            { name: 'check', template: 'run' },
            { name: 'undo', template: 'run', depends: 'check', when: "'{{tasks.check.status}}' != 'Succeeded'" },
          ],
        },
      },
      { name: 'run', container: run },
    ),
    "MLL4062 'undo' is for a failure of 'check', and does not run after one: let 'check' end well and write its verdict to an output; or write depends: check.Failed",
  ],
  [
    'a label that is a sentence',
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', labels: { about: 'The best of all.' } } },
    "MLL1109 'The best of all.' is no value for a label: make it an annotation",
  ],
  [
    'a label with a sign',
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', labels: { about: 'a+b' } } },
    "MLL1109 'a+b' is no value for a label: write up to 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends",
  ],
  [
    'a failure that nobody looks at',
    template(
      { steps: [[{ name: 'check-data', template: 'run', continueOn: { failed: true } }]] },
      { name: 'run', container: run },
    ),
    "MLL4001 'check-data' may fail, and nothing looks at how it ended: look at '{{steps.check-data.status}}' in a when, or remove continueOn",
  ],
  [
    'an argument for a template that takes none',
    template(
      {
        dag: {
          tasks: [{ name: 'a', template: 'run', arguments: { parameters: [{ name: 'epochs', value: '3' }] } }],
        },
      },
      { name: 'run', container: run },
    ),
    "MLL2102 'a' hands 'epochs' to template 'run', which does not take it: remove it, or declare the input",
  ],
  ...Object.keys(types).map(
    (type) =>
      [
        `values of events that there are not, in ${type}`,
        sensor(
          push,
          triggerFrom(type, { ...pushed, dependencyName: 'pull' }, { ...pushed, dependencyName: 'release' }),
        ),
        ...(withoutPayload.includes(type) ? ['pull'] : ['pull', 'release']).map(
          (name) => `MLL2105 there is no dependency '${name}': name one of spec.dependencies`,
        ),
      ] as const,
  ),
  ...Object.keys(types).map(
    (type) =>
      [
        `keys of events with brackets in ${type}`,
        sensor(
          push,
          triggerFrom(type, { ...pushed, dataKey: 'body.a-b[0].c[12]' }, { ...pushed, dataKey: 'body.all[*].id' }),
        ),
        "MLL2164 'body.a-b[0].c[12]' has brackets in it: write body.a-b.0.c.12",
        ...(withoutPayload.includes(type) ? [] : ["MLL2164 'body.all[*].id' has brackets in it: write body.all.#.id"]),
      ] as const,
  ),
  ...(
    [
      ['extensions/v1beta1', 'Deployment', '1.16: write apps/v1'],
      ['apps/v1beta1', 'StatefulSet', '1.16: write apps/v1'],
      ['apps/v1beta2', 'DaemonSet', '1.16: write apps/v1'],
      ['extensions/v1beta1', 'Ingress', '1.22: write networking.k8s.io/v1'],
      ['networking.k8s.io/v1beta1', 'IngressClass', '1.22: write networking.k8s.io/v1'],
      ['batch/v2alpha1', 'CronJob', '1.21: write batch/v1'],
      ['batch/v1beta1', 'CronJob', '1.25: write batch/v1'],
      ['policy/v1beta1', 'PodDisruptionBudget', '1.25: write policy/v1'],
      ['policy/v1beta1', 'PodSecurityPolicy', "1.25: label the namespace with 'pod-security.kubernetes.io/enforce'"],
      ['autoscaling/v2beta1', 'HorizontalPodAutoscaler', '1.25: write autoscaling/v2'],
      ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', '1.26: write autoscaling/v2'],
    ] as const
  ).map(
    ([apiVersion, kind, since]) =>
      [
        `a ${kind} of ${apiVersion}`,
        { apiVersion, kind, metadata: { name: 'web' }, spec: {} },
        `MLL1110 '${apiVersion}' has no ${kind} since Kubernetes ${since}`,
      ] as const,
  ),
  ...(
    [
      ['networking.k8s.io', 'Ingress'],
      ['rbac.authorization.k8s.io', 'Role'],
    ] as const
  ).map(
    ([group, kind]) =>
      [
        `a ${kind} of ${group}/v1beta1, once`,
        { apiVersion: `${group}/v1beta1`, kind, metadata: { name: 'web' } },
        `MLL1106 there is no ${kind} in '${group}/v1beta1': write ${group}/v1`,
      ] as const,
  ),
  ...(
    [
      [
        'extensions/v1beta1',
        'Deployment',
        "apiVersion: 'extensions/v1beta1' has no Deployment since Kubernetes 1.16: write apps/v1",
      ],
      [
        'networking.k8s.io/v1beta1',
        'Ingress',
        "apiVersion: there is no Ingress in 'networking.k8s.io/v1beta1': write networking.k8s.io/v1",
      ],
    ] as const
  ).map(
    ([apiVersion, kind, says]) =>
      [
        `${kind} of ${apiVersion} that a workflow applies`,
        template({
          resource: {
            action: 'apply',
            manifest: `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: web }\nspec: { a: '{{workflow.name}}' }\n`,
          },
        }),
        `MLL3060 in the ${kind} that is made here, ${says}`,
      ] as const,
  ),
  [
    'nothing of a trigger for what failed that is null',
    argo('Sensor', {
      dependencies: [{ ...push, filters: null }],
      triggers: [{ template: { name: 'tell', http: { ...types.http, payload: null } }, dlqTrigger: null }],
    }),
  ],
  [
    'a value of no event in the trigger for what failed',
    argo('Sensor', {
      dependencies: [push],
      triggers: [
        {
          template: { name: 'tell', ...triggerFrom('http', pushed, pushed) },
          atLeastOnce: true,
          dlqTrigger: {
            template: { name: 'complain', ...triggerFrom('email', { ...pushed, dependencyName: 'release' }, {}) },
            atLeastOnce: true,
          },
        },
      ],
    }),
    "MLL2105 there is no dependency 'release': name one of spec.dependencies",
  ],
  [
    'filters by keys with brackets',
    sensor({
      ...push,
      filters: {
        data: [{ path: 'body.commits[0].id', type: 'string', value: ['a'] }],
        exprs: [{ expr: 'a == "b"', fields: [{ name: 'a', path: 'body.refs[1]' }] }],
      },
    }),
    "MLL2164 'body.commits[0].id' has brackets in it: write body.commits.0.id",
    "MLL2164 'body.refs[1]' has brackets in it: write body.refs.1",
  ],
  ...['[body.a,body.b]', 'body.all.#(ref=="a[0]").id', 'body.a\\[0]', 'body.all|@reverse|0', 'body.0.id'].map(
    (dataKey) =>
      [`nothing of the key ${dataKey}`, sensor(push, triggerFrom('http', pushed, { ...pushed, dataKey }))] as const,
  ),
  [
    'nothing of a dependency and a key that an event fills in',
    argo('Sensor', {
      dependencies: [push],
      triggers: [
        {
          template: { name: 'tell', ...triggerFrom('email', { dependencyName: 'ANY', dataKey: 'ANY[0]' }, {}) },
          parameters: [
            { src: { dependencyName: 'push', dataKey: 'body.name' }, dest: 'email.parameters.0.src.dependencyName' },
          ],
        },
      ],
    }),
  ],
];

describe('all that the lint says of', () => {
  it.each(table.map(([what, manifest, ...says]) => ({ what, manifest, says })))('$what', ({ manifest, says }) => {
    const found = lint([{ file: 'a.yaml', text: JSON.stringify(manifest) }]);
    expect(found.map(({ code, message, fix }) => `${code} ${message}: ${fix}`)).toEqual(says);
  });
});
