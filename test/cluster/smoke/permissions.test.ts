import { describe, expect, it } from 'vitest';
import { argo, Image, pipeline, task, text, WorkflowTemplate } from '../../../src/index';
import type { ApiClient } from '../api/client';
import type { KubeObject } from '../api/json';
import { applyAll } from '../apply';
import { api, install } from '../cluster';
import { committedManifests } from '../dist-manifests';
import { asAccount } from '../kubelet/account';
import { succeeds } from '../kubelet/outcome';
import { nodeOf } from '../reading';
import { rulesOf } from '../rules';

const reporting = ['create workflowtaskresults.argoproj.io', 'patch workflowtaskresults.argoproj.io'];
/** Argo's pods report their outputs to the API server; Tekton's leave them for the kubelet. */
const reports = (objects: readonly KubeObject[]) =>
  objects.some(({ apiVersion }) => apiVersion.startsWith('argoproj.io/')) ? reporting : [];
const committed = Object.entries(committedManifests()).flatMap(([folder, objects]) =>
  objects
    .filter(({ kind }) => kind === 'ServiceAccount')
    .map(({ metadata }) => ({ folder, objects, namespace: metadata.namespace ?? '', name: metadata.name })),
);

const applied = new Set<readonly KubeObject[]>();

describe.for(committed)('the account $namespace/$name of dist-manifests/$folder', ({ objects, namespace, name }) => {
  it('may report outputs where Argo runs it, what its Roles name, and nothing else', async () => {
    // All accounts of a folder are there with its objects.
    if (!applied.has(objects)) await applyAll(api, objects);
    applied.add(objects);
    const account = await asAccount(api, namespace, name);
    const places = [...new Set([namespace, ...objects.flatMap(({ metadata }) => metadata.namespace ?? [])])];
    // What serves a model is an account too, and no pod of Argo has it.
    const isBound = objects.some(({ subjects = [] }: Bound) => subjects.some(isAccount(namespace, name)));
    for (const place of places) {
      const own = declared(objects, isAccount(namespace, name), place);
      // No pod of Argo has the account of a Sensor either: all it may is start workflows.
      const isOfPods = isBound && place === namespace && !own.includes('create workflows.argoproj.io');
      expect(await rulesOf(account, place)).toEqual(
        isOfPods ? [...new Set([...own, ...reports(objects)])].sort() : own,
      );
    }
  });
});

interface Subject {
  readonly name: string;
  readonly namespace?: string;
}

/** Accounts of two namespaces may share a name. */
const isAccount = (namespace: string, name: string) => (subject: Subject) =>
  subject.name === name && subject.namespace === namespace;

interface Bound extends KubeObject {
  readonly subjects?: readonly Subject[];
  readonly rules?: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly resourceNames?: readonly string[];
    readonly verbs: readonly string[];
  }[];
}

/** What the Roles say that are bound to an account in a namespace, or everywhere, in the words of `rulesOf`. */
function declared(
  objects: readonly Bound[],
  isIt: (subject: Subject) => boolean,
  namespace: string,
): readonly string[] {
  const everywhere = (kind: string) => kind === 'ClusterRole' || kind === 'ClusterRoleBinding';
  const here = objects.filter(({ kind, metadata }) => metadata.namespace === namespace || everywhere(kind));
  const bound = here.filter(({ subjects = [] }) => subjects.some(isIt));
  const roles = here.filter(
    ({ kind, metadata }) =>
      ['Role', 'ClusterRole'].includes(kind) && bound.some((binding) => binding.metadata.name === metadata.name),
  );
  const rules = roles
    .flatMap(({ rules = [] }) => rules)
    .flatMap(({ apiGroups, resources, resourceNames = [''], verbs }) =>
      verbs.flatMap((verb) =>
        apiGroups.flatMap((group) =>
          resources.flatMap((resource) =>
            resourceNames.map((name) => `${verb} ${resource}${group && `.${group}`}${name && `/${name}`}`),
          ),
        ),
      ),
    );
  return [...new Set(rules)].sort();
}

const image = Image.tagged('ghcr.io/acme/train:1.4.2');
const train = task('train', { image, outputs: { version: text() }, command: ['train'] });
const release = pipeline('release', {}, (p) => {
  p.step(train, {});
});
const cluster = install((chart) => {
  new WorkflowTemplate(chart, 'release', { pipeline: release, engine: argo('4.0') });
});

describe('the account of a pipeline', () => {
  const { namespace } = cluster;
  const core = `/api/v1/namespaces/${namespace}`;
  const argoproj = `/apis/argoproj.io/v1alpha1/namespaces/${namespace}`;
  const result = { apiVersion: 'argoproj.io/v1alpha1', kind: 'WorkflowTaskResult', metadata: { name: 'other' } };

  it('can make and change task results', async () => {
    await applyAll(api, cluster.manifests);
    const account = await asAccount(api, namespace, 'release');
    await account.create(`${argoproj}/workflowtaskresults`, result);
    await account.patch(`${argoproj}/workflowtaskresults/other`, { outputs: { result: '1' } });
  });

  const outside: Readonly<Record<string, (account: ApiClient) => Promise<unknown>>> = {
    'read a task result': (account) => account.get(`${argoproj}/workflowtaskresults/other`),
    'delete a task result': (account) => account.remove(`${argoproj}/workflowtaskresults/other`),
    'report into another namespace': (account) =>
      account.create('/apis/argoproj.io/v1alpha1/namespaces/default/workflowtaskresults', result),
    'read Secrets': (account) => account.get(`${core}/secrets`),
    'read ConfigMaps': (account) => account.get(`${core}/configmaps`),
    'list pods': (account) => account.get(`${core}/pods`),
    'start a pod': (account) => account.create(`${core}/pods`, {}),
    'start a workflow': (account) => account.create(`${argoproj}/workflows`, {}),
    'change its own template': (account) => account.patch(`${argoproj}/workflowtemplates/release`, { spec: {} }),
    'bind itself to a role': (account) =>
      account.create(`/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/rolebindings`, {}),
    'make itself a token': (account) => account.create(`${core}/serviceaccounts/release/token`, {}),
  };
  it.for(Object.entries(outside))('may not %s', async ([, call]) => {
    await applyAll(api, cluster.manifests);
    const account = await asAccount(api, namespace, 'release');
    await expect(call(account)).rejects.toMatchObject({ status: 403 });
  });

  it.for(['create', 'patch'])('is too small without %s, and the run ends red', async (verb) => {
    const smaller = install((chart) => {
      new WorkflowTemplate(chart, 'release', { pipeline: release, engine: argo('4.0') });
    }).withObject('Role', 'release', (role) => ({
      ...role,
      rules: [
        {
          apiGroups: ['argoproj.io'],
          resources: ['workflowtaskresults'],
          verbs: [verb === 'create' ? 'patch' : 'create'],
        },
      ],
    }));
    const run = await smaller.run('release', { scenario: { train: succeeds({ version: '7' }) } });
    expect(run.phase).toBe('Error');
    expect(nodeOf(run, 'train').message).toContain('workflowtaskresults');
  });
});
