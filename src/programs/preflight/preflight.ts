import type { Outcome } from '../action';
import type { Calling } from '../http-call';
import type { KubernetesApi } from '../kubernetes/api';
import { missingKinds } from './api-check';
import type { Requirements } from './requirements';
import { missingKeys } from './secret-check';
import { unusableService } from './service-check';

/**
 * Looks at everything that the manifests need, and names all that is missing.
 *
 * @internal
 */
export async function preflight(
  { apis, secrets, services, unchecked }: Requirements,
  api: KubernetesApi,
  calling: Calling,
): Promise<Outcome> {
  const { log, evidence } = calling.session;
  const missing: string[] = [];
  const checked: string[] = [];
  Object.assign(evidence, { missing, checked, unchecked });
  const look = async (what: string, check: () => Promise<string[]>): Promise<void> => {
    const found = await check();
    missing.push(...found);
    if (found.length === 0) checked.push(what);
    for (const line of found) log(`missing: ${line}`);
  };
  for (const each of apis) await look(`${each.apiVersion} ${each.kinds.join(', ')}`, () => missingKinds(api, each));
  for (const each of secrets) await look(`Secret ${each.namespace}/${each.name}`, () => missingKeys(api, each));
  for (const each of services) await look(each.url, () => unusableService(each, calling));
  for (const line of unchecked) log(`look yourself: ${line}`);
  if (missing.length > 0) return { outcome: 'not-ready', reason: missing.join('; '), done: false };
  return { outcome: 'ready', reason: `${checked.length} requirements are there`, done: true };
}
