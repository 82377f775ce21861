import type { ApiClient } from '../../cluster/api/client';
import type { KubeObject } from '../../cluster/api/json';
import { applyAll } from '../../cluster/apply';
import { asAccount } from '../../cluster/kubelet/account';
import type { Emitted } from '../../engines/argo/emitted';
import type { Account } from '../account';

/** A step as it is emitted: its account with the Roles beside it, and its environment. */
export interface Step {
  readonly account: Account;
  /** Its environment, with values for its inputs. */
  env(inputs: Readonly<Record<string, string>>): Record<string, string>;
}

/** Makes the account of an emitted template in the API server, with the rights that its manifests give it and no others. */
export async function stepOf(admin: ApiClient, emitted: Emitted, template: string): Promise<Step> {
  const rights = emitted.manifests.filter(({ kind }) => ['ServiceAccount', 'Role', 'RoleBinding'].includes(kind));
  const objects = rights as unknown as readonly (KubeObject & { subjects?: { name: string }[] })[];
  const name = emitted.template(template).serviceAccountName ?? '';
  const mine = objects.find(({ kind, metadata }) => kind === 'ServiceAccount' && metadata.name === name);
  if (mine === undefined) throw new Error('no account is emitted');
  const { namespace = '' } = mine.metadata;
  const bindings = objects.filter(({ subjects = [] }) => subjects.some((subject) => subject.name === name));
  const roles = objects.filter(
    ({ kind, metadata }) =>
      kind === 'Role' &&
      bindings.some((to) => to.metadata.name === metadata.name && to.metadata.namespace === metadata.namespace),
  );
  await applyAll(admin, [mine, ...roles, ...bindings]);
  const api = await asAccount(admin, namespace, name);
  const declared = emitted.template(template).container?.env ?? [];
  return {
    account: { namespace, name, api },
    env: (inputs) =>
      Object.fromEntries(
        declared.map(({ name, value = '' }) => [
          name,
          value.replace(/^\{\{inputs\.parameters\.(.*)\}\}$/, (_, input: string) => inputs[input] ?? ''),
        ]),
      ),
  };
}
