import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient, ApiError } from '../../cluster/api/client';
import { listPath } from '../../cluster/api/paths';
import { established } from '../../cluster/stack/definitions';

/** A kind whose own controller or server isn't here. */
export interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
}

/** What the metrics server would serve about pods. */
export const podMetrics: Kind = { group: 'metrics.k8s.io', version: 'v1beta1', kind: 'PodMetrics', plural: 'pods' };
export const argoCdApplication: Kind = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  kind: 'Application',
  plural: 'applications',
};
export const fluxKustomization: Kind = {
  group: 'kustomize.toolkit.fluxcd.io',
  version: 'v1',
  kind: 'Kustomization',
  plural: 'kustomizations',
};

export const httpRoute: Kind = {
  group: 'gateway.networking.k8s.io',
  version: 'v1',
  kind: 'HTTPRoute',
  plural: 'httproutes',
};

export const referenceGrant: Kind = {
  group: 'gateway.networking.k8s.io',
  version: 'v1beta1',
  kind: 'ReferenceGrant',
  plural: 'referencegrants',
};

/** Of the operator that runs notebooks. */
export const notebookValidationJob: Kind = {
  group: 'mlops.mlops.dev',
  version: 'v1alpha1',
  kind: 'NotebookValidationJob',
  plural: 'notebookvalidationjobs',
};

/** Has the API server keep objects of a kind, whatever is in them, their status apart; again and again if you like. */
export async function defineKind(api: ApiClient, { group, version, kind, plural }: Kind): Promise<void> {
  const anything = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${group}`,
      // Without it nobody may add to a group of Kubernetes' own.
      annotations: { 'api-approved.kubernetes.io': 'unapproved, test only' },
    },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [
        // The metrics server's objects have no status that could be changed by itself.
        {
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: anything },
          ...(group === podMetrics.group ? {} : { subresources: { status: {} } }),
        },
      ],
    },
  };
  const path = `${listPath('apiextensions.k8s.io/v1', 'CustomResourceDefinition')}/${definition.metadata.name}`;
  await api.patch(`${path}?fieldManager=tests&force=true`, definition, 'apply');
  await established(api, path);
  await served(api, `/apis/${group}/${version}/${plural}`);
}

/** A kind that was defined a moment ago is not served by all of the API server yet. */
async function served(api: ApiClient, list: string): Promise<void> {
  for (let look = 0; look < 300; look++) {
    const there = await api.get(list).then(
      () => true,
      (reason) => !(reason instanceof ApiError && [404, 429].includes(reason.status)),
    );
    if (there) return;
    await sleep(100);
  }
}
