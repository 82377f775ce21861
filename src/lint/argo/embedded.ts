import { isMap } from '../../yaml/is-map';
import type { ManifestValue } from '../../yaml/manifest';
import type { YamlPath } from '../../yaml/read';

/** An object that stands inside another one. @internal */
export interface Embedded {
  readonly value: ManifestValue;
  readonly at: YamlPath;
}

/** What the triggers of a Sensor make: objects of their own, which the Sensor's schema does not look at. @internal */
export function embeddedIn({ apiVersion, kind, spec }: ManifestValue): readonly Embedded[] {
  if (apiVersion !== 'argoproj.io/v1alpha1' || kind !== 'Sensor' || !isMap(spec) || !Array.isArray(spec.triggers))
    return [];
  return spec.triggers.flatMap((trigger: unknown, i): readonly Embedded[] => {
    const template = isMap(trigger) && isMap(trigger.template) ? trigger.template : {};
    return (['argoWorkflow', 'k8s'] as const).flatMap((type) => {
      const source = isMap(template[type]) ? template[type].source : undefined;
      const resource = isMap(source) ? source.resource : undefined;
      if (!isMap(resource) || typeof resource.kind !== 'string' || typeof resource.apiVersion !== 'string') return [];
      const at = ['spec', 'triggers', i, 'template', type, 'source', 'resource'];
      return [{ value: resource as ManifestValue, at }];
    });
  });
}
