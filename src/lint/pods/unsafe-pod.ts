import { isMap } from '../../yaml/is-map';
import type { YamlPath } from '../../yaml/read';
import type { LintDocument } from '../document';
import { yaml } from '../example';
import { mapIn, mapsIn, wordsIn } from '../members';
import type { Rule } from '../rule';
import { withoutNulls } from '../without-nulls';

/** @internal */
export const unsafePod: Rule = {
  code: 'MLL3054',
  title: 'a pod that is not kept from its node',
  severity: 'warning',
  why: 'Who gets into it has the node, and all pods there. A namespace with the profile baseline refuses it.',
  fix: 'remove it; builds need no privileges with moby/buildkit:rootless',

  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: build
    spec:
      steps:
        - name: build
          image: builder:1.4.2
          command: [build]
          securityContext:
            privileged: true
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: build
    spec:
      steps:
        - name: build
          image: builder:1.4.2
          command: [build]
          securityContext:
            allowPrivilegeEscalation: false
            runAsNonRoot: true
            seccompProfile:
              type: RuntimeDefault
            capabilities:
              drop: [ALL]
  `,
  *check({ documents, issuesOf }) {
    for (const document of documents) {
      if (!groups.test(document.value.apiVersion) || issuesOf(document).some(({ kind }) => kind === 'type')) continue;
      yield* below(document, withoutNulls(document.value), []);
    }
  },
};

const groups = /^(?:argoproj\.io|tekton\.dev|triggers\.tekton\.dev|serving\.kserve\.io|apps|batch)\/|^v1$/;

/** Sockets and folders of what runs containers: who mounts them builds images. */
const isForBuilds = /\/(?:docker|containerd|crio|buildkit|podman)(?:[./]|$)/;

const added = /^(?:ALL|SYS_ADMIN|NET_ADMIN|SYS_PTRACE|SYS_MODULE|NET_RAW|BPF|PERFMON)$/;

function* below(
  document: LintDocument,
  value: unknown,
  at: YamlPath,
): Generator<{
  readonly document: LintDocument;
  readonly path: YamlPath;
  readonly message: string;
  readonly fix?: string;
}> {
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) yield* below(document, item, [...at, i]);
    return;
  }
  if (!isMap(value)) return;
  for (const [field, member] of Object.entries(value)) {
    const path = [...at, field];
    const found = (message: string, ...more: YamlPath) => ({ document, path: [...path, ...more], message });
    if (field === 'securityContext' && isMap(member)) {
      if (member.privileged === true) yield found('the container is privileged', 'privileged');
      const wide = wordsIn(mapIn(member, 'capabilities').add).filter((word) => added.test(word));
      if (wide.length > 0) yield found(`the container has the capability ${wide.join(', ')}`, 'capabilities', 'add');
      if (mapIn(member, 'seccompProfile').type === 'Unconfined')
        yield found('the container may make every system call (seccomp Unconfined)', 'seccompProfile', 'type');
    }
    if (/^host(?:Network|PID|IPC)$/.test(field) && member === true)
      yield found(`the pod shares ${field.slice(4)} with its node`);
    if (field === 'volumes') {
      for (const [i, volume] of mapsIn(member)) {
        const { path: place } = mapIn(volume, 'hostPath');
        if (typeof place !== 'string') continue;
        const mounted = found(`the pod mounts '${place}' of its node`, i, 'hostPath');
        yield isForBuilds.test(place) ? mounted : { ...mounted, fix: 'use a PersistentVolumeClaim or an artifact' };
      }
    }
    yield* below(document, member, path);
  }
}
