import { checkProps } from '../check-props';
import { show } from '../check-value';
import { PipelineError } from '../error';
import { checkObjectName } from './volume';

/**
 * What a step may do with the Kubernetes API: one rule of a Role.
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
  /** Why objects of any name are changed, where nobody knows the names before; stands on the emitted Role. */
  readonly anyName?: string | undefined;
  /** Namespace of the objects. @default - the namespace that the step runs in */
  readonly namespace?: string | undefined;
}

/** @internal */
export function checkAccess(rules: readonly Access[], what: string, at?: string): readonly Access[] {
  for (const rule of rules) {
    checkProps(
      rule,
      ['apiGroup', 'resources', 'verbs', 'names', 'anyName', 'namespace'],
      `an access rule of ${what}`,
      at,
    );
    if (rule.namespace !== undefined) checkObjectName(rule.namespace, 'Namespace');
    const problem = tooWide(rule);
    if (problem === undefined) continue;
    throw new PipelineError({
      code: 'MLP1208',
      message: `${what} asks for access that is too wide: ${problem}`,
      expected:
        'named resources and verbs without *, and names wherever something is changed, or anyName: why there are none',
      actual: rule,
      at,
    });
  }
  return rules;
}

/** Verbs by which an account gives itself more. */
const raising = ['bind', 'escalate', 'impersonate'];
/** Subresources by which it becomes another pod or account. */
const taking = ['pods/exec', 'pods/attach', 'pods/portforward', 'nodes/proxy', 'serviceaccounts/token'];

function tooWide({ apiGroup, resources, verbs, names = [], anyName }: Access): string | undefined {
  const odd = [resources, verbs, names].find((list) => !Array.isArray(list));
  if (odd !== undefined || typeof apiGroup !== 'string') return `${show(odd ?? apiGroup)} names nothing`;
  const words = [apiGroup, ...resources, ...verbs, ...names];
  if (words.some((word) => typeof word !== 'string' || word.includes('*'))) return 'a wildcard';
  if (resources.length === 0 || verbs.length === 0) return 'no resources or no verbs';
  const taken = [...resources, ...verbs].find((word) => taking.includes(word) || raising.includes(word));
  if (taken !== undefined) return taken;
  if (
    resources.includes('secrets') &&
    (names.length === 0 || verbs.some((verb) => verb === 'list' || verb === 'watch'))
  )
    return 'all Secrets';
  const changing = verbs.find((verb) => ['update', 'patch', 'delete', 'deletecollection'].includes(verb));
  if (anyName !== undefined && !(typeof anyName === 'string' && anyName.trim() !== ''))
    return 'any name without a reason';
  return changing !== undefined && names.length === 0 && anyName === undefined
    ? `${changing} on all ${resources.join(', ')}`
    : undefined;
}
