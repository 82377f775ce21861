import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint/lint';

const object = (apiVersion: string, kind: string, name: string, rest: object, namespace = 'ci') => ({
  apiVersion,
  kind,
  metadata: { name, namespace },
  ...rest,
});
const podWith = (env: Readonly<Record<string, string>>, image = 'minio/minio:RELEASE.2025-01-20T14-49-07Z') => [
  object('v1', 'Pod', 'minio', {
    spec: {
      containers: [{ name: 'minio', image, env: Object.entries(env).map(([name, value]) => ({ name, value })) }],
    },
  }),
];
const startedWith = (name: string, value: string) => [
  object('argoproj.io/v1alpha1', 'WorkflowTemplate', 'train', {
    spec: {
      entrypoint: 'main',
      arguments: { parameters: [{ name, value }] },
      templates: [{ name: 'main', suspend: {} }],
    },
  }),
];
const rbac = 'rbac.authorization.k8s.io';
const bound = (role: string) => [
  object('v1', 'ServiceAccount', 'listener', {}),
  { apiVersion: `${rbac}/v1`, kind: 'ClusterRole', metadata: { name: 'tekton-triggers-configmap-roles' }, rules: [] },
  object(`${rbac}/v1`, 'RoleBinding', 'listener', {
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: role },
    subjects: [{ kind: 'ServiceAccount', name: 'listener' }],
  }),
];
const pipelineOf = (namespace: string) => [
  object('tekton.dev/v1', 'Pipeline', 'build', { spec: { tasks: [{ name: 'a', taskRef: { name: 'a' } }] } }),
  object('triggers.tekton.dev/v1beta1', 'TriggerTemplate', 'build', {
    spec: {
      params: [{ name: 'namespace' }],
      resourcetemplates: [
        {
          apiVersion: 'tekton.dev/v1',
          kind: 'PipelineRun',
          metadata: { generateName: 'build-', namespace },
          spec: { pipelineRef: { name: 'build' } },
        },
      ],
    },
  }),
];

/** What public manifests have, and whether a rule speaks of it. */
const table: readonly (readonly [what: string, code: string, objects: readonly object[], says: number])[] = [
  ['a key of a store in the text', 'MLL3002', podWith({ MINIO_SECRET_KEY: 'minio123' }), 1],
  ['a setting about passwords', 'MLL3002', podWith({ ALLOW_EMPTY_PASSWORD: 'yes' }), 0],
  ['a parameter with the name of a Secret', 'MLL3002', startedWith('db-config-secret', 'odc-user-db'), 0],
  ['a parameter with a secret', 'MLL3002', startedWith('client-secret', 'aGunter2x'), 1],
  ['an image that ko builds', 'MLL3001', podWith({}, 'ko://github.com/acme/cmd/a'), 0],
  ['an image to be filled in', 'MLL3001', podWith({}, '<your image>'), 0],
  ['an image without a tag', 'MLL3001', podWith({}, 'minio/minio'), 1],
  ['a role that Tekton Triggers installs', 'MLL2153', bound('tekton-triggers-eventlistener-roles'), 0],
  ['a role that nobody has', 'MLL2153', bound('tekton-triggers-configmap-role'), 1],
  ['a run in a namespace that an event names', 'MLL2501', pipelineOf('$(tt.params.namespace)'), 0],
  ['a run in another namespace', 'MLL2501', pipelineOf('prod'), 1],
];

describe('of public manifests, the lint looks at', () => {
  it.each(table)('%s', (_, code, objects, says) => {
    const text = objects.map((each) => JSON.stringify(each)).join('\n---\n');
    expect(lint([{ file: 'a.yaml', text }]).filter((finding) => finding.code === code)).toHaveLength(says);
  });

  it.each([
    ['apiversion', '{"apiversion":"v1","kind":"Pod","metadata":{"name":"a"}}', 1],
    ['Kind', '{"apiVersion":"v1","Kind":"Pod","metadata":{"name":"a"}}', 1],
    ['no field of it', '{"apiVersion":"v2","name":"chart","version":"1.0.0"}', 0],
    ['other data', '{"kind":"x","metadata":{},"spec":{}}', 0],
  ])('a document that begins with %s', (_, text, says) => {
    expect(lint([{ file: 'a.yaml', text }]).filter(({ code }) => code === 'MLP5007')).toHaveLength(says);
  });
});
