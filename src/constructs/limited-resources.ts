import { checkProps } from '../core/check-props';
import { checkResources, type Gpu } from '../core/container/resources';
import type { ResourceRequirements } from '../schemas/kubernetes/types';
import type { Limits } from './workload';

/** What a container asks for: what is said, else its limits, else little. @internal */
export function limitedResources(
  {
    requests = {},
    limits = {},
    gpu,
  }: { readonly requests?: Limits | undefined; readonly limits?: Limits | undefined; readonly gpu?: Gpu | undefined },
  what: string,
  at: string,
): ResourceRequirements {
  checkProps(requests, ['cpu', 'memory'], `the requests of ${what}`, at);
  const { cpu, memory = '' } = limits;
  const { requests: asked, limits: most } = checkResources(
    {
      cpu: { request: requests.cpu ?? cpu ?? '100m', limit: cpu },
      memory: { request: requests.memory ?? memory, limit: memory },
      ...(gpu === undefined ? {} : { gpu }),
    },
    what,
    at,
  );
  return { requests: asked, limits: most };
}
