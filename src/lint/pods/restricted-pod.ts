import { isMap } from '../../yaml/is-map';
import { fullNameOf, namespaceOf } from '../document';
import { yaml } from '../example';
import { type Members, mapIn, wordsIn } from '../members';
import { objectsOf } from '../objects/named';
import type { Rule } from '../rule';
import { containersIn } from './containers';

/** @internal */
export const restrictedPod: Rule = {
  code: 'MLL3055',
  title: 'a pod that the profile restricted refuses',
  severity: 'warning',
  why: 'A namespace that enforces the profile restricted does not let the pod in. Said of namespaces of these files that enforce it, and of containers that fulfil a part of it.',
  fix: 'write all of it: securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] }, runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          container:
            image: trainer:1.4.2
            command: [train]
            securityContext:
              runAsNonRoot: true
              allowPrivilegeEscalation: false
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      templates:
        - name: main
          container:
            image: trainer:1.4.2
            command: [train]
            securityContext:
              allowPrivilegeEscalation: false
              capabilities:
                drop: [ALL]
  `,
  *check(project) {
    const enforcing = new Map(
      objectsOf(project, 'Namespace').flatMap(({ value }) => {
        const labels = mapIn(value, 'metadata', 'labels');
        return labels[label] === 'restricted' ? [[fullNameOf(value) ?? '', true] as const] : [];
      }),
    );
    for (const { document, container, at } of containersIn(project)) {
      const namespace = namespaceOf(document.value);
      const isEnforced = enforcing.has(namespace);
      const own = mapIn(container, 'securityContext');
      const around = contextsAround(document.value, at);
      const lacking = lackingOf(own, around);
      // runAsNonRoot alone is a wish of its own.
      const isPart = own.allowPrivilegeEscalation === false || wordsIn(mapIn(own, 'capabilities').drop).includes('ALL');
      if (lacking.length === 0 || !(isEnforced || isPart)) continue;
      const why = isEnforced
        ? `namespace '${namespace}' enforces restricted`
        : 'it fulfils a part of the profile restricted';
      yield {
        document,
        path: own === none ? at : [...at, ...('securityContext' in container ? ['securityContext'] : [])],
        message: `${why}, and the container lacks ${lacking.join(', ')}`,
      };
    }
  },
};

const label = 'pod-security.kubernetes.io/enforce';

const none: Members = {};

/** The contexts of the pod that a container is in: those on the way to it, and those that Tekton and Argo have beside it. */
function contextsAround(value: unknown, at: readonly (string | number)[]): readonly Members[] {
  const contexts: Members[] = [];
  let owner = value;
  for (const step of at) {
    if (isMap(owner)) {
      for (const more of [
        owner,
        mapIn(owner, 'stepTemplate'),
        mapIn(owner, 'podTemplate'),
        mapIn(owner, 'taskRunTemplate', 'podTemplate'),
      ])
        if (isMap(more.securityContext)) contexts.push(more.securityContext);
      if (typeof owner.podSpecPatch === 'string' && /securityContext/.test(owner.podSpecPatch))
        contexts.push(everything);
    }
    owner = (owner as Readonly<Record<string | number, unknown>> | undefined)?.[step];
  }
  return contexts;
}

/** A patch is text, which may say all of it. */
const everything: Members = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

function lackingOf(own: Members, around: readonly Members[]): readonly string[] {
  const all = [own, ...around];
  const profiles = all.map((context) => mapIn(context, 'seccompProfile').type);
  return [
    ...(all.some((context) => context.allowPrivilegeEscalation === false) ? [] : ['allowPrivilegeEscalation: false']),
    ...(all.some((context) => wordsIn(mapIn(context, 'capabilities').drop).includes('ALL'))
      ? []
      : ['capabilities.drop: [ALL]']),
    ...(all.some((context) => context.runAsNonRoot === true) ? [] : ['runAsNonRoot: true']),
    ...(profiles.some((type) => type === 'RuntimeDefault' || type === 'Localhost')
      ? []
      : ['seccompProfile.type: RuntimeDefault']),
  ];
}
