import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from './api/client';
import type { KubeObject } from './api/json';

interface Role extends KubeObject {
  readonly rules: readonly Rule[];
}

export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

interface RoleBinding extends KubeObject {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
}

/**
 * Waits until the API server goes by the Roles among the objects: it reads them a moment after they are stored, and pods
 * start sooner here than anywhere.
 */
export async function authorized(api: ApiClient, objects: readonly KubeObject[]): Promise<void> {
  const bindings = objects.filter((object): object is RoleBinding => object.kind === 'RoleBinding');
  await Promise.all(
    bindings.flatMap(({ metadata, roleRef, subjects = [] }) => {
      const role = objects.find(
        (object): object is Role =>
          object.kind === roleRef.kind &&
          object.metadata.name === roleRef.name &&
          object.metadata.namespace === metadata.namespace,
      );
      const rule = role?.rules.at(-1);
      if (rule === undefined) return [];
      return subjects.map(({ name, namespace = metadata.namespace }) =>
        allowed(api, `system:serviceaccount:${namespace}:${name}`, rule, metadata.namespace),
      );
    }),
  );
}

async function allowed(api: ApiClient, user: string, rule: Rule, namespace: string | undefined): Promise<void> {
  const resourceAttributes = {
    namespace,
    verb: rule.verbs[0],
    group: rule.apiGroups[0],
    resource: rule.resources[0],
    name: rule.resourceNames?.[0],
  };
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: { user, resourceAttributes },
  };
  for (let tries = 0; tries < 100; tries++) {
    const { status } = await api.create<{ status: { allowed: boolean } }>(
      '/apis/authorization.k8s.io/v1/subjectaccessreviews',
      review,
    );
    if (status.allowed) return;
    await sleep(50);
  }
  throw new Error(`${user} may not ${rule.verbs[0]} ${rule.resources[0]}, although a Role says so`);
}
