import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { checkObjectName, checkQuantity } from '../core/container/volume';
import { PipelineError } from '../core/error';
import { checkName } from '../core/names';
import { declaredLimits } from '../programs/check-pods/declared-limits';
import type { Workload as Kind } from '../programs/workload/workload';
import { programProblem } from './program-problem';

/**
 * What a container may use at most.
 *
 * @public
 */
export interface Limits {
  /** Cores: `'500m'`, `'2'`. @default - not said */
  readonly cpu?: string | undefined;
  /** Bytes: `'256Mi'`. @default - not said */
  readonly memory?: string | undefined;
}

/** @public */
export interface WorkloadOptions {
  /**
   * What the application's container is meant to have at most: `Check.pods` is an `error` where the live pods have something
   * else, and `Application` emits it.
   *
   * @default - whatever the pods have
   */
  readonly limits?: Limits | undefined;
  /** The container of which the limits are said. @default - the only one of the pods */
  readonly container?: string | undefined;
}

/**
 * What runs the application in an environment.
 *
 * @public
 */
export interface Workload {
  /** @internal */
  readonly kind: Kind['kind'];
  readonly name: string;
  readonly limits: Limits | undefined;
  readonly container: string | undefined;
}

/** @public */
export const Workload: {
  /**
   * A Deployment of the environment's namespace.
   *
   * @throws PipelineError MLP1005 for a name that no object can have; MLP1204 for limits that are none.
   * @example
   * ```ts
   * Workload.deployment('gourmetgram-app', { limits: { cpu: '500m', memory: '256Mi' } });
   * ```
   */
  readonly deployment: (name: string, options?: WorkloadOptions) => Workload;
  /**
   * A KServe InferenceService of the environment's namespace, in Standard or Knative mode.
   *
   * @throws PipelineError MLP1005 for a name that KServe refuses; MLP1204 for limits that are none.
   * @see https://kserve.github.io/website/docs/intro
   */
  readonly inferenceService: (name: string, options?: WorkloadOptions) => Workload;
} = {
  deployment: (name, options) =>
    Object.freeze({ kind: 'deployment', name: checkObjectName(name, 'Deployment'), ...checked(name, options) }),
  inferenceService(name, options) {
    if (typeof name === 'string' && /^[a-z]([-a-z0-9]{0,52}[a-z0-9])?$/.test(name))
      return Object.freeze({ kind: 'inferenceservice', name, ...checked(name, options) });
    throw new PipelineError({
      code: 'MLP1005',
      message: `no InferenceService can be called ${show(name)}`,
      expected: 'lower-case letters, digits and -, a letter first, at most 54',
      actual: name,
    });
  },
};

/** What `workload/workload.ts` reads. @internal */
export function workloadText({ kind, name }: Workload): string {
  return `${kind}/${name}`;
}

/** The workload of an environment, for what can't do without. Throws MLP3020. @internal */
export function workloadOf(
  { name, workload }: { readonly name: string; readonly workload: Workload | undefined },
  who: string,
): Workload {
  if (workload !== undefined) return workload;
  throw new PipelineError({
    code: 'MLP3020',
    message: `${who} has to know what runs the application in environment '${name}'`,
    fix: "Environment.of('staging', { workload: Workload.deployment('app'), … })",
  });
}

function checked(name: string, options: WorkloadOptions = {}): Pick<Workload, 'limits' | 'container'> {
  const what = `workload ${show(name)}`;
  checkProps(options, ['limits', 'container'], what);
  const { limits, container } = options;
  if (container !== undefined) checkName(container, `a container of ${what}`);
  if (limits === undefined) return { limits, container };
  checkProps(limits, ['cpu', 'memory'], `the limits of ${what}`);
  const { cpu, memory } = limits;
  for (const [resource, limit] of Object.entries(limits))
    if (limit !== undefined) checkQuantity(limit, `the ${resource} limit of ${what}`);
  const given = { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
  const problem = programProblem(JSON.stringify(given), declaredLimits);
  if (problem === undefined && memory?.endsWith('m') !== true) return { limits: Object.freeze(given), container };
  throw new PipelineError({
    code: 'MLP1204',
    message: `the limits of ${what} are ${JSON.stringify(given)}`,
    expected: "limits above 0, memory in bytes: { cpu: '500m', memory: '256Mi' }",
    actual: limits,
  });
}
