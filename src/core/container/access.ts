import { checkProps } from '../check-props';
import { PipelineError } from '../error';

/**
 * What a step may do with the Kubernetes API of its namespace: one rule of its Role.
 *
 * @public
 */
export interface Access {
  /** `''` for the core group. */
  readonly apiGroup: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Names of the objects; required for every verb that changes one that exists. */
  readonly names?: readonly string[] | undefined;
}

/** @internal */
export function checkAccess(rules: readonly Access[], what: string, at?: string): readonly Access[] {
  for (const rule of rules) {
    checkProps(rule, ['apiGroup', 'resources', 'verbs', 'names'], `an access rule of ${what}`, at);
    const problem = tooWide(rule);
    if (problem === undefined) continue;
    throw new PipelineError({
      code: 'MLP1208',
      message: `${what} asks for access that is too wide: ${problem}`,
      expected: 'named resources and verbs without *, and names wherever something is changed',
      actual: rule,
      at,
    });
  }
  return rules;
}

function tooWide({ apiGroup, resources, verbs, names = [] }: Access): string | undefined {
  const words = [apiGroup, ...resources, ...verbs, ...names];
  if (words.includes('*')) return 'a wildcard';
  if (resources.length === 0 || verbs.length === 0) return 'no resources or no verbs';
  if (resources.includes('pods/exec')) return 'pods/exec';
  if (resources.includes('secrets') && verbs.some((verb) => verb === 'list' || verb === 'watch')) return 'all Secrets';
  const changing = verbs.find((verb) => ['update', 'patch', 'delete', 'deletecollection'].includes(verb));
  return changing !== undefined && names.length === 0 ? `${changing} on all ${resources.join(', ')}` : undefined;
}
