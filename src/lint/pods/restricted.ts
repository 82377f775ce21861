import { isMap } from '../../yaml/is-map';
import { fullNameOf } from '../document';
import { type Members, mapIn, wordsIn } from '../members';
import { objectsOf } from '../objects/named';
import type { Project } from '../project';
import type { PlacedContainer } from './containers';

/** The namespaces of these files that let in no other pods. @internal */
export function restrictedNamespaces(project: Project): ReadonlySet<string> {
  const enforcing = objectsOf(project, 'Namespace').filter(
    ({ value }) => mapIn(value, 'metadata', 'labels')['pod-security.kubernetes.io/enforce'] === 'restricted',
  );
  return new Set(enforcing.flatMap(({ value }) => fullNameOf(value) ?? []));
}

/** What a container lacks of the profile restricted, the fields of its pod counted in. @internal */
export function lackingFields({ document, container, at }: PlacedContainer): readonly string[] {
  return lackingOf(mapIn(container, 'securityContext'), contextsAround(document.value, at));
}

/** Where it is to be written. @internal */
export function contextPath({ container, at }: PlacedContainer): PlacedContainer['at'] {
  return 'securityContext' in container ? [...at, 'securityContext'] : at;
}

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
