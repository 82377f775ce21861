import type {
  EventListenerSpec,
  EventListenerTrigger,
  TriggerInterceptor,
  TriggerTemplateSpec,
} from '../../schemas/triggers/types';
import type { YamlPath } from '../../yaml/read';
import type { Project } from '../project';
import { type TektonObject, tektonObjects } from '../tekton/objects';

/** A trigger: an object of its own, or one that an EventListener holds. @internal */
export interface PlacedTrigger {
  readonly object: TektonObject;
  readonly trigger: EventListenerTrigger;
  readonly at: YamlPath;
}

/** The specification of a TriggerTemplate, wherever it stands. @internal */
export interface PlacedTemplate {
  readonly object: TektonObject;
  readonly spec: TriggerTemplateSpec;
  readonly at: YamlPath;
}

/** An interceptor of a trigger or of a group of them. @internal */
export interface PlacedInterceptor {
  readonly object: TektonObject;
  readonly interceptor: TriggerInterceptor;
  readonly at: YamlPath;
}

/** The objects of Tekton Triggers of a kind. @internal */
export function objectsOf(project: Project, ...kinds: readonly string[]): readonly TektonObject[] {
  return tektonObjects(project).filter(({ group, kind }) => group === 'triggers.tekton.dev' && kinds.includes(kind));
}

/** All triggers. @internal */
export function triggersIn(project: Project): readonly PlacedTrigger[] {
  return objectsOf(project, 'EventListener', 'Trigger').flatMap((object): readonly PlacedTrigger[] => {
    const { kind, spec, at } = object;
    if (kind === 'Trigger') return [{ object, trigger: spec, at }];
    const { triggers = [] } = spec as EventListenerSpec;
    return triggers.map((trigger, i) => ({ object, trigger, at: [...at, 'triggers', i] }));
  });
}

/** All templates. @internal */
export function templatesIn(project: Project): readonly PlacedTemplate[] {
  const held = triggersIn(project).flatMap(({ object, trigger, at }) => {
    const { spec, ref } = trigger.template ?? {};
    // Beside a reference nobody looks at it.
    return spec === undefined || ref !== undefined ? [] : [{ object, spec, at: [...at, 'template', 'spec'] }];
  });
  const own = objectsOf(project, 'TriggerTemplate').map((object) => ({
    object,
    spec: object.spec as unknown as TriggerTemplateSpec,
    at: object.at,
  }));
  return [...held, ...own];
}

/** Those of triggers; what a group has is not looked at by the webhook. @internal */
export function interceptorsIn(project: Project): readonly PlacedInterceptor[] {
  return triggersIn(project).flatMap(({ object, trigger, at }) =>
    (trigger.interceptors ?? []).map((interceptor, i) => ({
      object,
      interceptor: object.version === 'v1alpha1' ? asNewStyle(interceptor) : interceptor,
      at: [...at, 'interceptors', i],
    })),
  );
}

const oldStyles = ['bitbucket', 'github', 'gitlab', 'cel'] as const;

/** In v1alpha1 an interceptor may have a field of its own; Triggers makes a reference with parameters of it. */
function asNewStyle(interceptor: TriggerInterceptor): TriggerInterceptor {
  const fields = interceptor as TriggerInterceptor & { readonly [style in (typeof oldStyles)[number]]?: object };
  const name = oldStyles.find((style) => fields[style] !== undefined);
  if (name === undefined || (interceptor.ref?.name ?? '') !== '') return interceptor;
  return { ...interceptor, ref: { ...interceptor.ref, name } };
}
