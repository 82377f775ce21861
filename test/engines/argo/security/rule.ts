import type { Container, Template, UserContainer, WorkflowSpec } from '../../../../src/engines/argo/index';
import type { Manifest } from '../emitted';

/** A rule that holds for every emitted manifest; yields what breaks it. */
export interface Rule {
  /** Number in the checklist of the design, and what it asks. */
  readonly what: string;
  readonly broken: (all: Emission) => readonly string[];
}

/** Everything that is applied together. */
export interface Emission {
  readonly manifests: readonly Manifest[];
  readonly templates: readonly Owned[];
}

/** A template and the object that it belongs to. */
export interface Owned {
  readonly of: Manifest;
  readonly spec: WorkflowSpec;
  readonly template: Template;
}

export function emission(manifests: readonly Manifest[]): Emission {
  const templates = manifests
    .filter(({ kind }) => kind === 'WorkflowTemplate')
    .flatMap((of) => {
      const spec = of.spec as WorkflowSpec;
      return (spec.templates ?? []).map((template) => ({ of, spec, template }));
    });
  return { manifests, templates };
}

/** A container of a pod; the main one has no name. */
export type AnyContainer = Container | UserContainer;

/** The containers of a template: the main one, those before and those beside it. */
export function containersOf({ container, initContainers = [], sidecars = [] }: Template): readonly AnyContainer[] {
  return [...(container === undefined ? [] : [container]), ...initContainers, ...sidecars];
}

/** A rule about each container, beside the pod's own settings. */
export function ofContainers(what: string, holds: (container: AnyContainer, template: Template) => boolean): Rule {
  return {
    what,
    broken: ({ templates }) =>
      templates.flatMap(({ of, template }) =>
        containersOf(template)
          .filter((container) => !holds(container, template))
          .map(({ name = 'main' }) => `${of.metadata.name}/${template.name}/${name}`),
      ),
  };
}

/** A rule about each pod. */
export function ofPods(what: string, holds: (owned: Owned) => boolean): Rule {
  return {
    what,
    broken: ({ templates }) =>
      templates
        .filter(({ template }) => template.container !== undefined)
        .filter((owned) => !holds(owned))
        .map(({ of, template }) => `${of.metadata.name}/${template.name}`),
  };
}

/** A rule about each object of a kind. */
export function ofKind(
  what: string,
  kind: string,
  holds: (manifest: Manifest, all: readonly Manifest[]) => boolean,
): Rule {
  return {
    what,
    broken: ({ manifests }) =>
      manifests
        .filter((manifest) => manifest.kind === kind && !holds(manifest, manifests))
        .map(({ metadata }) => `${kind} ${metadata.name}`),
  };
}

/** The names of all fields of a value. */
export const everyKey = (value: unknown): readonly string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, inner]) => [...(Array.isArray(value) ? [] : [key]), ...everyKey(inner)]);

/** All texts of a value. */
export const everyText = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(everyText)
      : [];
