import type { ApiClient } from '../cluster/api/client';
import type { KubeObject } from '../cluster/api/json';
import { applyAll } from '../cluster/apply';
import type { Rule } from '../cluster/authorized';
import { asAccount } from '../cluster/kubelet/account';

/** A ServiceAccount that may do what its Role says and nothing else. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
  /** The API server as this account sees it. */
  readonly api: ApiClient;
}

/** Makes an account, with its namespace if need be, and waits until its rights count. */
export async function makeAccount(
  admin: ApiClient,
  { namespace, name, rules }: { readonly namespace: string; readonly name: string; readonly rules: readonly Rule[] },
): Promise<Account> {
  const metadata = { name, namespace };
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata };
  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules };
  const binding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  };
  const objects: readonly KubeObject[] = [account, role, binding];
  await applyAll(admin, objects);
  return { namespace, name, api: await asAccount(admin, namespace, name) };
}
