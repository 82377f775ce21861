import { checkProps } from '../check-props';
import { show } from '../check-value';
import { PipelineError } from '../error';
import { checkQuantity } from './volume';

/**
 * What a container asks for and may use.
 *
 * @public
 */
export interface Resources {
  /** Cores, such as `'500m'` or `'2'`; one value is the request, without a limit. @default '100m' */
  readonly cpu?: string | RequestAndLimit | undefined;
  /** Bytes, such as `'2Gi'`; one value is request and limit. @default '512Mi' */
  readonly memory?: string | Required<RequestAndLimit> | undefined;
  /** Whole devices. */
  readonly gpu?: Gpu | undefined;
}

/** @public */
export interface RequestAndLimit {
  readonly request: string;
  readonly limit?: string | undefined;
}

/** @public */
export interface Gpu {
  readonly count: number;
  /** @default 'nvidia.com/gpu' */
  readonly resource?: string | undefined;
}

/** @internal */
export interface ResourceSpec {
  readonly requests: { readonly [resource: string]: string };
  readonly limits: { readonly [resource: string]: string };
}

/** @internal */
export function checkResources(resources: Resources = {}, what: string, at?: string): ResourceSpec {
  checkProps(resources, ['cpu', 'memory', 'gpu'], `the resources of ${what}`, at);
  const cpu = pair(resources.cpu ?? '100m', undefined, `the cpu of ${what}`, at);
  const memory = pair(resources.memory ?? '512Mi', 'same', `the memory of ${what}`, at);
  const requests: Record<string, string> = {
    cpu: checkQuantity(cpu.request, `the cpu request of ${what}`, at),
    memory: checkQuantity(memory.request, `the memory request of ${what}`, at),
  };
  const limits: Record<string, string> = {};
  if (cpu.limit !== undefined) limits.cpu = checkQuantity(cpu.limit, `the cpu limit of ${what}`, at);
  limits.memory = checkQuantity(memory.limit ?? memory.request, `the memory limit of ${what}`, at);
  const milli = [requests.memory, limits.memory].find((bytes) => bytes?.endsWith('m'));
  if (milli !== undefined) {
    throw new PipelineError({
      code: 'MLP1204',
      message: `${what} asks for ${milli} of memory, and m is a thousandth of a byte`,
      expected: "bytes: '512Mi', '2Gi'",
      actual: milli,
      at,
    });
  }
  for (const [name, limit] of Object.entries(limits)) {
    const request = requests[name] ?? limit;
    if (amount(request) <= amount(limit)) continue;
    throw new PipelineError({
      code: 'MLP1204',
      message: `${what} asks for ${request} of ${name} but may use only ${limit}`,
      expected: 'a request at or below its limit',
      at,
    });
  }
  if (resources.gpu === undefined) return { requests, limits };
  return { requests, limits: { ...limits, ...devices(resources.gpu, what, at) } };
}

function pair(
  value: string | RequestAndLimit,
  alone: 'same' | undefined,
  what: string,
  at: string | undefined,
): RequestAndLimit {
  if (typeof value !== 'object' || value === null) {
    return { request: value, limit: alone === 'same' ? value : undefined };
  }
  checkProps(value, ['request', 'limit'], what, at);
  return value;
}

function devices(gpu: Gpu, what: string, at: string | undefined): { readonly [resource: string]: string } {
  checkProps(gpu, ['count', 'resource'], `the gpu of ${what}`, at);
  const { count, resource = 'nvidia.com/gpu' } = gpu;
  const named = typeof resource === 'string' && /^[a-z0-9.-]{1,253}\/[A-Za-z0-9._-]{1,63}$/.test(resource);
  if (named && Number.isSafeInteger(count) && count > 0) return { [resource]: String(count) };
  throw new PipelineError({
    code: 'MLP1204',
    message: named ? `${what} asks for ${show(count)} GPUs` : `${what} asks for GPUs called ${show(resource)}`,
    expected: "a whole number from 1 of a device such as 'nvidia.com/gpu'",
    actual: gpu,
    at,
  });
}

const scale: { readonly [suffix: string]: number } = {
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

function amount(quantity: string): number {
  const [, digits = '', suffix = ''] = /^([\d.]+)([a-zA-Z]*)$/.exec(quantity) ?? [];
  return Number(digits) * (scale[suffix] ?? 1);
}
