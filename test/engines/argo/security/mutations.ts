import type { Manifest } from '../emitted';

type Json = { [key: string]: Json } & Json[] & string;

/** Something that somebody could change for the worse. */
export interface Mutation {
  /** Rules that must object, by the start of what they ask. */
  readonly breaks: readonly string[];
  readonly what: string;
  readonly change: (manifests: Json) => void;
}

/** A field anywhere: the kind or name of an object, then the way to it; `pods` are all templates with a container. */
function set(kind: string, path: string, value: unknown): (manifests: Json) => void {
  return (manifests) => {
    for (const manifest of manifests.filter((each) => each.kind === kind)) put(manifest, path.split('.'), value);
  };
}

function put(target: Json, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (key === '*') for (const item of target) put(item, rest, value);
  else if (rest.length === 0) (target as { [key: string]: unknown })[key] = value;
  else if (target[key] !== undefined) put(target[key] as Json, rest, value);
}

const pod = (path: string, value: unknown) => set('WorkflowTemplate', `spec.templates.*.${path}`, value);

/** Each is made to a copy of manifests that break no rule. */
export const mutations: readonly Mutation[] = [
  {
    breaks: ['1 pods'],
    what: 'a pod that may be root',
    change: pod('securityContext', { seccompProfile: { type: 'RuntimeDefault' } }),
  },
  { breaks: ['1 pods'], what: 'a pod that is root', change: pod('securityContext.runAsUser', 0) },
  {
    breaks: ['1 pods'],
    what: 'a pod without a seccomp profile',
    change: pod('securityContext.seccompProfile', undefined),
  },
  {
    breaks: ['1 every container'],
    what: 'a sidecar that may gain privileges',
    change: pod('sidecars.*.securityContext', {}),
  },
  {
    breaks: ['1 every container'],
    what: 'an init container with capabilities',
    change: pod('initContainers.*.securityContext.capabilities', { drop: [] }),
  },
  {
    breaks: ['1 every container', '21'],
    what: 'a privileged container',
    change: pod('container.securityContext.privileged', true),
  },
  {
    breaks: ['2'],
    what: 'a root file system that can be written',
    change: pod('sidecars.*.securityContext.readOnlyRootFilesystem', false),
  },
  { breaks: ['2'], what: 'no /tmp', change: pod('container.volumeMounts', []) },
  { breaks: ['3'], what: 'no memory limit', change: pod('container.resources.limits', {}) },
  { breaks: ['3'], what: 'no cpu request', change: pod('initContainers.*.resources.requests', { memory: '1Gi' }) },
  { breaks: ['4 pods'], what: 'the default account', change: pod('serviceAccountName', 'default') },
  {
    breaks: ['4 the account'],
    what: 'an account that is not there',
    change: set('ServiceAccount', 'metadata.name', 'other'),
  },
  {
    breaks: ['6 there is', '23 every'],
    what: 'a role for the whole cluster',
    change: (all) =>
      void all.push({
        kind: 'ClusterRole',
        metadata: { name: 'a', labels: { 'app.kubernetes.io/managed-by': 'cdk8s-mlops' } },
      } as never),
  },
  { breaks: ['6 roles'], what: 'a wildcard', change: set('Role', 'rules.*.verbs', ['*']) },
  {
    breaks: ['6 roles'],
    what: 'all Secrets',
    change: set('Role', 'rules', [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }]),
  },
  { breaks: ['6 roles'], what: 'changes to any object', change: set('Role', 'rules.*.resourceNames', undefined) },
  { breaks: ['7 images'], what: 'the latest image', change: pod('container.image', 'acme/train:latest') },
  { breaks: ['7 images'], what: 'an image without a tag', change: pod('sidecars.*.image', 'acme/train') },
  { breaks: ['7 no image'], what: 'an image that is gone', change: pod('container.image', 'bitnami/kubectl:1.30.0') },
  {
    breaks: ['8 no value'],
    what: 'a value in shell text',
    change: pod('container.command', ['sh', '-c', 'echo {{inputs.parameters.a}}']),
  },
  { breaks: ['8 there is'], what: 'a script', change: pod('script', { source: 'echo' }) },
  {
    breaks: ['9'],
    what: 'an input that nobody checks',
    change: (all) => {
      for (const { kind, spec } of all) {
        if (kind === 'WorkflowTemplate')
          (spec as { arguments?: unknown }).arguments = { parameters: [{ name: 'unchecked' }] };
      }
    },
  },
  {
    breaks: ['10'],
    what: 'a password in the manifest',
    change: pod('container.env', [{ name: 'DB_PASSWORD', value: 'x' }]),
  },
  { breaks: ['11 every pod'], what: 'a pod without a timeout', change: pod('timeout', undefined) },
  {
    breaks: ['11 every run'],
    what: 'a run without a deadline',
    change: set('WorkflowTemplate', 'spec.activeDeadlineSeconds', undefined),
  },
  {
    breaks: ['12 what'],
    what: 'tries without end',
    change: pod('retryStrategy', { backoff: { duration: '1s', cap: '1m' } }),
  },
  {
    breaks: ['12 what'],
    what: 'a backoff without a cap',
    change: pod('retryStrategy', { limit: 1, backoff: { duration: '1s' } }),
  },
  {
    breaks: ['12 retries'],
    what: 'a run that is tried again',
    change: set('WorkflowTemplate', 'spec.retryStrategy', { limit: 1 }),
  },
  { breaks: ['13'], what: 'a lock inside a run', change: pod('synchronization', { mutexes: [{ name: 'a' }] }) },
  { breaks: ['14'], what: 'runs that stay for ever', change: set('WorkflowTemplate', 'spec.ttlStrategy', undefined) },
  { breaks: ['15'], what: 'runs beside each other', change: set('CronWorkflow', 'spec.concurrencyPolicy', 'Allow') },
  {
    breaks: ['15'],
    what: 'runs that start late',
    change: set('CronWorkflow', 'spec.startingDeadlineSeconds', undefined),
  },
  { breaks: ['15'], what: 'the time zone of whoever looks', change: set('CronWorkflow', 'spec.timezone', undefined) },
  {
    breaks: ['16 a verdict'],
    what: 'a verdict that passes where there is none',
    change: pod('outputs.parameters.*.valueFrom.default', 'pass'),
  },
  {
    breaks: ['16 nothing'],
    what: 'a verdict from the standard output',
    change: pod('container.workingDir', '{{steps.a.outputs.result}}'),
  },
  {
    breaks: ['18'],
    what: 'a service at localhost',
    change: pod('container.env', [{ name: 'URL', value: 'http://localhost:8080' }]),
  },
  {
    breaks: ['20'],
    what: 'something installed at run time',
    change: pod('container.command', ['pip', 'install', 'x']),
  },
  { breaks: ['21'], what: 'a folder of the host', change: pod('volumes', [{ name: 'a', hostPath: { path: '/' } }]) },
  { breaks: ['22'], what: 'nobody who made it', change: set('Role', 'metadata.labels', {}) },
  {
    breaks: ['23 every'],
    what: 'a name that is made up',
    change: set('WorkflowTemplate', 'metadata.generateName', 'a-'),
  },
  { breaks: ['23 there is'], what: 'a run', change: set('CronWorkflow', 'kind', 'Workflow') },
  { breaks: ['24'], what: 'a patched pod', change: pod('podSpecPatch', '{}') },
  { breaks: ['26'], what: 'a program that may change under a run', change: set('ConfigMap', 'immutable', false) },
];

/** A copy of the manifests with the change. */
export function changed(manifests: readonly Manifest[], { change }: Mutation): readonly Manifest[] {
  const copy = structuredClone(manifests);
  change(copy as unknown as Json);
  return copy;
}
