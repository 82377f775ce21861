import type { ConfigMapKeySelector } from '../../schemas/argo/types';
import { withGlobals } from './arguments';
import type { Run } from './run';

/** What a ConfigMap of the manifests holds, or Argo's words for why nothing. @internal */
export function configMapValue(
  run: Run,
  ref: ConfigMapKeySelector,
): { readonly value: string } | { readonly problem: string } {
  const { library, namespace } = run.plan;
  const name = withGlobals(run, ref.name ?? '');
  const key = withGlobals(run, ref.key);
  const data = library.configMaps.get(`${namespace}/${name}`) ?? library.configMaps.get(`/${name}`);
  if (data === undefined)
    return {
      problem: `ConfigMap '${name}' does not exist. Please make sure it has the label workflows.argoproj.io/configmap-type: Parameter to be detectable by the controller`,
    };
  const value = data[key];
  return value === undefined ? { problem: `ConfigMap '${name}' does not have the key '${key}'` } : { value };
}
