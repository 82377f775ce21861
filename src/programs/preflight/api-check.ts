import type { KubernetesApi } from '../kubernetes/api';
import type { RequiredApi } from './requirements';

/** Which kinds are missing, one line each. @internal */
export async function missingKinds(
  api: KubernetesApi,
  { component, apiVersion, kinds }: RequiredApi,
): Promise<string[]> {
  const served = await api.kinds(apiVersion);
  if (served === undefined) return [`${component} is not installed: nothing serves ${apiVersion}`];
  const missing = kinds.filter((kind) => !served.includes(kind));
  return missing.length === 0 ? [] : [`${component} does not serve ${missing.join(', ')} (${apiVersion})`];
}
