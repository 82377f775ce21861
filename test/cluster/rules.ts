import type { ApiClient } from './api/client';

interface Review {
  readonly status: {
    readonly resourceRules: readonly {
      readonly verbs: readonly string[];
      readonly apiGroups?: readonly string[];
      readonly resources?: readonly string[];
      readonly resourceNames?: readonly string[];
    }[];
  };
}

/** What everybody may do who is somebody. */
const everybody = /^create (selfsubject\w+\.authorization\.k8s\.io|selfsubjectreviews\.authentication\.k8s\.io)$/;

/** All that an account may do in a namespace, such as `get configmaps/release-record`, sorted. */
export async function rulesOf(account: ApiClient, namespace: string): Promise<readonly string[]> {
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } };
  const { status } = await account.create<Review>('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', review);
  const rules = status.resourceRules.flatMap(({ verbs, apiGroups = [''], resources = [], resourceNames = [''] }) =>
    verbs.flatMap((verb) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) =>
          resourceNames.map((name) => `${verb} ${resource}${group && `.${group}`}${name && `/${name}`}`),
        ),
      ),
    ),
  );
  return [...new Set(rules)].filter((rule) => !everybody.test(rule)).sort();
}
