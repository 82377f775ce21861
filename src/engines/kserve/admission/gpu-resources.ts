import type { ResourceRequirements } from '../../../schemas/kubernetes/types';

const known = ['nvidia.com/gpu', 'amd.com/gpu', 'intel.com/gpu', 'habana.ai/gaudi'];
const basic = ['cpu', 'memory', 'storage', 'ephemeral-storage'];
const annotation = 'serving.kserve.io/gpu-resource-types';

/** The device names that a service may ask for where several nodes serve one model. @internal */
export function gpuNames(
  annotations: Readonly<Record<string, string>>,
): readonly string[] | { readonly refused: string } {
  const given = annotations[annotation] ?? '';
  if (given === '') return known;
  const list = parsed(given);
  if (list !== undefined) return [...known, ...list];
  return { refused: `invalid GPU format(${given}) for ${annotation} annotation: must be a valid JSON array` };
}

/** Whether a container asks for a device of another name. @internal */
export function asksForOther({ limits = {}, requests = {} }: ResourceRequirements, names: readonly string[]): boolean {
  return [...Object.keys(limits), ...Object.keys(requests)].some(
    (resource) => !basic.includes(resource) && !names.includes(resource),
  );
}

function parsed(text: string): readonly string[] | undefined {
  try {
    const list: unknown = JSON.parse(text);
    const named =
      Array.isArray(list) && list.length > 0 && list.every((each) => typeof each === 'string' && each !== '');
    return named ? list : undefined;
  } catch {
    return undefined;
  }
}
