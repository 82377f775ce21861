import { show } from '../core/check-value';
import { checkObjectName } from '../core/container/volume';
import { PipelineError } from '../core/error';
import type { Workload as Kind } from '../programs/workload/workload';

/**
 * What runs the application in an environment.
 *
 * @public
 */
export interface Workload {
  /** @internal */
  readonly kind: Kind['kind'];
  readonly name: string;
}

/** @public */
export const Workload: {
  /**
   * A Deployment of the environment's namespace.
   *
   * @throws PipelineError MLP1005 for a name that no object can have.
   * @example
   * ```ts
   * Workload.deployment('gourmetgram-app');
   * ```
   */
  readonly deployment: (name: string) => Workload;
  /**
   * A KServe InferenceService of the environment's namespace, in Standard or Knative mode.
   *
   * @throws PipelineError MLP1005 for a name that KServe refuses.
   * @see https://kserve.github.io/website/docs/intro
   */
  readonly inferenceService: (name: string) => Workload;
} = {
  deployment: (name) => Object.freeze({ kind: 'deployment', name: checkObjectName(name, 'Deployment') }),
  inferenceService(name) {
    if (typeof name === 'string' && /^[a-z]([-a-z0-9]{0,52}[a-z0-9])?$/.test(name))
      return Object.freeze({ kind: 'inferenceservice', name });
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
