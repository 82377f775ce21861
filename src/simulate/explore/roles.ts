import { PipelineError } from '../../core/error';
import { suggest } from '../../core/suggest';
import { isMap } from '../../yaml/is-map';
import type { SimulationPlan } from '../compile';
import type { Library } from '../plan/library';
import type { TemplatePlan } from '../plan/template-plan';
import { rolesOfProgram } from './our-programs';
import { parseRole, type Role, type RoleText } from './role';

/**
 * The annotation of a WorkflowTemplate or Workflow that says what its templates do: a map of JSON, from the template's name
 * to a role or a list of roles.
 *
 * It is on the object and not on the templates, so that it does not travel to pods.
 *
 * @public
 */
export const roleAnnotation = 'cdk8s-mlops/role';

/**
 * Roles by the template's name, or by `object/template` where several objects have one of that name.
 *
 * @public
 */
export type Roles = Readonly<Record<string, RoleText | readonly RoleText[]>>;

/** The roles of a template, by the object that it is in. @internal */
export type RolesOf = (template: TemplatePlan) => readonly Role[];

/**
 * The roles that manifests declare, and those of a configuration over them.
 *
 * @throws PipelineError MLP5203 for a role that there is not, MLP5204 for a template that there is not.
 * @internal
 */
export function rolesOf(plan: SimulationPlan, configured: Roles = {}): RolesOf {
  const roles = new Map<string, readonly Role[]>();
  const names = new Set<string>();
  for (const { name, owner, annotations } of annotatedOwners(plan)) {
    for (const template of owner.templates.keys()) {
      names.add(template).add(`${name}/${template}`);
    }
    const annotation = annotations[roleAnnotation];
    if (annotation === undefined) continue;
    for (const [template, texts] of Object.entries(readAnnotation(annotation, name))) {
      checkName(template, [...owner.templates.keys()], `${name}, annotation ${roleAnnotation}`);
      roles.set(`${owner.name}/${template}`, parsed(texts, `${name}, annotation ${roleAnnotation}`));
    }
  }
  const own = new Map<string, readonly Role[]>();
  for (const [key, texts] of Object.entries(configured)) {
    checkName(key, [...names], 'roles');
    own.set(key, parsed(texts, `roles, ${key}`));
  }
  // Asked of each node again and again.
  const known = new WeakMap<TemplatePlan, readonly Role[]>();
  return (template) => {
    let found = known.get(template);
    if (found === undefined) {
      const { owner, name, source } = template;
      const key = `${owner.name}/${name}`;
      found = own.get(key) ?? own.get(name) ?? roles.get(key) ?? rolesOfProgram(source);
      known.set(template, found);
    }
    return found;
  };
}

interface Annotated {
  readonly name: string;
  readonly owner: { readonly name: string; readonly templates: ReadonlyMap<string, unknown> };
  readonly annotations: Readonly<Record<string, unknown>>;
}

function annotatedOwners({ workflows, cron }: SimulationPlan): readonly Annotated[] {
  const plans = [...workflows, ...(cron === undefined ? [] : [cron.workflow])];
  const libraries = new Set<Library>(plans.map(({ library }) => library));
  const objects = [...libraries].flatMap(({ templates }) => [...templates.values()]);
  return [
    ...objects.map(({ owner, document }) => ({
      name: owner.name,
      owner,
      annotations: annotationsIn(document.value.metadata),
    })),
    ...plans.map(({ name, owner, annotations }) => ({ name, owner, annotations })),
  ];
}

function annotationsIn(metadata: unknown): Readonly<Record<string, unknown>> {
  return isMap(metadata) && isMap(metadata.annotations) ? metadata.annotations : {};
}

/** The map that an annotation is. @internal */
export function readAnnotation(text: unknown, object: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(String(text));
    if (isMap(value)) return value;
  } catch {
    // Said below.
  }
  throw new PipelineError({
    code: 'MLP5203',
    message: `the annotation ${roleAnnotation} of '${object}' is no map of roles`,
    at: object,
    actual: text,
    expected: `JSON such as {"test": "gate:verdict=pass", "deploy": ["deploys:staging", "locked"]}`,
  });
}

/** @internal */
export function parsed(texts: unknown, at: string): readonly Role[] {
  return (Array.isArray(texts) ? texts : [texts]).map((text) => parseRole(text, at));
}

/** @internal */
export function checkName(name: string, known: readonly string[], at: string): void {
  if (known.includes(name)) return;
  const meant = suggest(name, known);
  throw new PipelineError({
    code: 'MLP5204',
    message: `there is no template '${name}' to have a role`,
    at,
    actual: name,
    ...(meant !== undefined && { fix: `'${meant}'` }),
  });
}
