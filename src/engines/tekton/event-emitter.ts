import { ApiObject, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { PipelineError } from '../../core/error';
import { NotPortableError, tektonGaps } from '../../core/portability';
import { emitAccounts, managed } from '../kubernetes/account';
import type { EventEmitter, EventEngine, TakenInput, TriggerToEmit } from '../kubernetes/event-engine';
import { interceptors } from './event-interceptors';
import { TektonEventListener } from './resources/event-listener';
import { TektonTriggerBinding } from './resources/trigger-binding';
import { TektonTriggerTemplate } from './resources/trigger-template';
import { runTemplates } from './run-manifest';
import { literal } from './value/literal';

/** How events start units, as Tekton Triggers has it: a listener, and a template of the run. @internal */
export const tektonEventEmitter: EventEmitter = {
  emitRelay(_: EventEngine, { node: { id, path } }: Construct): never {
    throw new NotPortableError('tekton', tektonGaps.eventRelay, `EventRelay '${id}'`, path);
  },
  emitTrigger(_: EventEngine, scope: Construct, trigger: TriggerToEmit): ApiObject {
    const { id, path: at } = scope.node;
    const { events, condition, taken, rateLimit, retry, deadLetter } = trigger;
    if (condition.includes('&&'))
      throw new NotPortableError('tekton', tektonGaps.eventJoin, `EventTrigger '${id}'`, at);
    if (rateLimit !== undefined || retry !== undefined || deadLetter !== undefined)
      throw new NotPortableError('tekton', tektonGaps.eventDelivery, `EventTrigger '${id}'`, at);
    const { namespace } = emitTemplate(scope, trigger);
    const metadata = { name: id, namespace, labels: managed };
    const binds = taken.length > 0;
    if (binds)
      new TektonTriggerBinding(scope, 'binding', {
        metadata,
        spec: { params: taken.map(({ input: name, path }) => ({ name, value: `$(body${jsonPath(path)})` })) },
      });
    const account = `${id}-trigger`;
    emitAccess(scope, account, namespace);
    return new TektonEventListener(scope, 'Resource', {
      metadata,
      spec: {
        serviceAccountName: account,
        triggers: events.map((event) => ({
          name: event.name,
          interceptors: interceptors(event, at),
          ...(binds && { bindings: [{ ref: id }] }),
          template: { ref: id },
        })),
        resources: {
          kubernetesResource: {
            serviceType: 'ClusterIP',
            spec: {
              template: {
                spec: {
                  containers: [
                    { resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '256Mi' } } },
                  ],
                },
              },
            },
          },
        },
      },
    });
  },
};

/** The run: what is always the same stands there, what an event brings is put in its place. */
function emitTemplate(scope: Construct, { run, given, taken }: TriggerToEmit): { readonly namespace: string } {
  const { id, path: at } = scope.node;
  const template = runTemplates.get(run);
  if (template === undefined) {
    throw new PipelineError({
      code: 'MLP1109',
      message: `'${run.name}' can't be started by an event`,
      expected: "a Pipeline of 'cdk8s-mlops/tekton', or a construct for Tekton",
      at,
    });
  }
  const { namespace, spec } = template;
  const { pipelineRef, ...others } = spec;
  const params = [
    ...given.map(({ name, value }) => ({ name, value: literal(value) })),
    ...taken.map(({ input: name }) => ({ name, value: `$(tt.params.${name})` })),
  ];
  new TektonTriggerTemplate(scope, 'template', {
    metadata: { name: id, namespace, labels: managed },
    spec: {
      ...(taken.length > 0 && { params: taken.map(({ input: name }) => ({ name })) }),
      resourcetemplates: [
        {
          apiVersion: 'tekton.dev/v1',
          kind: 'PipelineRun',
          metadata: { generateName: `${template.name}-`, labels: managed },
          spec: { pipelineRef, ...(params.length > 0 && { params }), ...others },
        },
      ],
    },
  });
  return { namespace };
}

function jsonPath(path: TakenInput['path']): string {
  return path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
}

/** It creates runs here, and reads what tells it which. Interceptors are kinds of the whole cluster. */
function emitAccess(scope: Construct, name: string, namespace: string): void {
  const read = ['get', 'list', 'watch'];
  const apiGroups = ['triggers.tekton.dev'];
  emitAccounts(
    new Construct(scope, 'trigger'),
    name,
    namespace,
    [],
    [
      { apiGroups: ['tekton.dev'], resources: ['pipelineruns'], verbs: ['create'] },
      {
        apiGroups,
        resources: ['eventlisteners', 'interceptors', 'triggerbindings', 'triggers', 'triggertemplates'],
        verbs: read,
      },
      { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
    ],
  );
  const metadata = { name: `${namespace}.${name}`, labels: managed };
  const role = new ApiObject(
    scope,
    'cluster-role',
    k8s.KubeClusterRole.manifest({
      metadata,
      rules: [{ apiGroups, resources: ['clusterinterceptors', 'clustertriggerbindings'], verbs: read }],
    }),
  );
  const binding = new ApiObject(
    scope,
    'cluster-role-binding',
    k8s.KubeClusterRoleBinding.manifest({
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: metadata.name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    }),
  );
  // A chart puts all objects into its namespace.
  for (const object of [role, binding]) object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
}
