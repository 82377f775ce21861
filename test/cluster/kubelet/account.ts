import { type ApiClient, apiClient } from '../api/client';
import { listPath } from '../api/paths';

const tokens = new Map<string, Promise<string>>();

/** A token of a service account, as its pods have. */
export function tokenOf(admin: ApiClient, namespace: string, name: string): Promise<string> {
  const key = `${namespace}/${name}`;
  const known = tokens.get(key);
  if (known !== undefined) return known;
  const path = `${listPath('v1', 'ServiceAccount', namespace)}/${name}/token`;
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
  const token = admin.create<{ status: { token: string } }>(path, request).then(({ status }) => status.token);
  tokens.set(key, token);
  token.catch(() => tokens.delete(key));
  return token;
}

/** A client that is an account of the cluster and may do what its Roles allow. */
export async function asAccount(admin: ApiClient, namespace: string, name: string): Promise<ApiClient> {
  return apiClient({ ...admin.access, token: await tokenOf(admin, namespace, name) });
}
