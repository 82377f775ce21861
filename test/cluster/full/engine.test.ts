import { describe, expect, it } from 'vitest';
import type { Template } from '../../../src/schemas/argo/types';
import { api } from '../cluster';
import { exits, succeeds } from '../kubelet/outcome';
import { nodeOf } from '../reading';
import { run } from '../run';

/**
 * What Argo does with expressions that fail, and why the manifests check values only in arguments of DAG tasks. When one
 * of these fails with a later Argo, a rule of the lowering may go.
 */
const pod = (name: string): Template => ({
  name,
  securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
  container: {
    image: 'x',
    command: ['x'],
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  },
});
const first: Template = { ...pod('first'), outputs: { parameters: [{ name: 'v', valueFrom: { path: '/out/v' } }] } };
const next: Template = { ...pod('next'), inputs: { parameters: [{ name: 'v', default: '' }] } };
const checked = (value: string) => ({
  parameters: [{ name: 'v', value: `{{= ${value} == 'good' ? ${value} : nil }}` }],
});
const plain = (value: string) => ({ parameters: [{ name: 'v', value: `{{${value}}}` }] });
const output = (value: string) => ({
  parameters: [{ name: 'v', valueFrom: { expression: `${value} == 'good' ? ${value} : nil` } }],
});
const fromTask = 'tasks.first.outputs.parameters.v';
const inDag: Template = {
  name: 'inner',
  outputs: output(fromTask),
  dag: { tasks: [{ name: 'first', template: 'first' }] },
};
const inSteps: Template = {
  name: 'inner',
  outputs: output('steps.first.outputs.parameters.v'),
  steps: [[{ name: 'first', template: 'first' }]],
};
const around = (depends: string): Template => ({
  name: 'main',
  dag: {
    tasks: [
      { name: 'inner', template: 'inner' },
      { name: 'next', template: 'next', depends },
    ],
  },
});
const inputs = { parameters: [{ name: 'v' }] };
const fed = (inner: Template): readonly Template[] => [
  { ...inner, name: 'inner', inputs },
  {
    name: 'main',
    dag: {
      tasks: [
        { name: 'first', template: 'first' },
        { name: 'inner', template: 'inner', depends: 'first.Succeeded', arguments: plain(fromTask) },
        { name: 'next', template: 'next', depends: 'inner.Succeeded' },
      ],
    },
  },
];

let count = 0;
async function played(templates: readonly Template[], v: string) {
  count += 1;
  const namespace = `t-engine-${process.pid}-${count}`;
  const metadata = { name: 'reporter', namespace };
  const rbac = 'rbac.authorization.k8s.io';
  const subjects = [{ kind: 'ServiceAccount', name: 'default', namespace }];
  const rules = [{ apiGroups: ['argoproj.io'], resources: ['workflowtaskresults'], verbs: ['create', 'patch'] }];
  const objects = [
    { apiVersion: `${rbac}/v1`, kind: 'Role', metadata, rules },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: rbac, kind: 'Role', name: 'reporter' },
      subjects,
    },
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'WorkflowTemplate',
      metadata: { name: 'main', namespace },
      spec: { entrypoint: 'main', serviceAccountName: 'default', templates: [first, next, pod('fails'), ...templates] },
    },
  ];
  return run(api, objects, {
    submit: 'main',
    scenario: { first: succeeds({ v }), fails: exits(1) },
    patience: v === 'good' ? 30 : 6,
  });
}

const cases: Readonly<Record<string, readonly [readonly Template[], string]>> = {
  'in the arguments of a DAG task': [
    [
      {
        name: 'main',
        dag: {
          tasks: [
            { name: 'first', template: 'first' },
            { name: 'inner', template: 'next', depends: 'first.Succeeded', arguments: checked(fromTask) },
            { name: 'next', template: 'next', depends: 'inner.Succeeded' },
          ],
        },
      },
    ],
    'Error',
  ],
  'in arguments inside a DAG': [
    fed({ dag: { tasks: [{ name: 'use', template: 'next', arguments: checked('inputs.parameters.v') }] } }),
    'Error',
  ],
  'in arguments inside steps': [
    fed({ steps: [[{ name: 'use', template: 'next', arguments: checked('inputs.parameters.v') }]] }),
    'Hangs',
  ],
  'in an output of a DAG with a successor': [[inDag, around('inner.Succeeded')], 'Hangs'],
  'in an output of steps with a successor': [[inSteps, around('inner.Succeeded')], 'Succeeded'],
  'in an output of steps whose successor runs anyway': [
    [inSteps, around('inner.Succeeded || inner.Failed || inner.Errored')],
    'Succeeded',
  ],
  'in an output of a DAG without successor': [
    [inDag, { name: 'main', dag: { tasks: [{ name: 'inner', template: 'inner' }] } }],
    'Error',
  ],
  'in an output of a DAG that is a step': [
    [inDag, { name: 'main', steps: [[{ name: 'inner', template: 'inner' }]] }],
    'Failed',
  ],
};

describe('an expression that fails', () => {
  it.for(Object.entries(cases))('%s', async ([, [templates, phase]]) => {
    expect((await played(templates, 'bad')).phase).toBe(phase);
  });

  it.for(Object.entries(cases))('and the same when it does not fail: %s', async ([, [templates]]) => {
    expect((await played(templates, 'good')).phase).toBe('Succeeded');
  });
});

describe('a pod that fails inside steps with a successor', () => {
  it('ends red, unlike an expression', async () => {
    const templates = [{ name: 'inner', steps: [[{ name: 'use', template: 'fails' }]] }, around('inner.Succeeded')];
    const ended = await played(templates, 'good');
    expect(nodeOf(ended, 'next').phase).toBe('Omitted');
    expect(ended.phase).toBe('Failed');
  });
});
