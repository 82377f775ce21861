import type { StorageUri } from '../../../schemas/kserve/types';
import type { Refusals, Subject } from './subject';

const both = 'Setting both StorageURI and StorageURIs is not supported.';

/** The rules about where models come from, and where they are put in the container. @internal */
export function* storage({ spec }: Subject): Refusals {
  const { predictor, transformer, explainer } = spec;
  const addresses = [
    [transformer, variableOf(transformer?.containers)],
    [
      explainer,
      explainer?.art === undefined ? variableOf(explainer?.containers) : explainer.art.storageUri || undefined,
    ],
    [predictor, predictor.model === undefined ? variableOf(predictor.containers) : predictor.model.storageUri],
  ] as const;
  for (const [component, uri] of addresses) {
    const { storageUris } = component ?? {};
    if (storageUris === undefined) continue;
    if (uri !== undefined) yield both;
    yield* several(storageUris);
  }
}

/** A server of one's own names its model in a variable. */
function variableOf(
  containers: readonly { readonly name?: string; readonly env?: readonly { name?: string; value?: string }[] }[] = [],
): string | undefined {
  const container = containers.find(({ name }) => name === 'kserve-container');
  return container?.env?.find(({ name }) => name === 'STORAGE_URI')?.value;
}

function* several(uris: readonly StorageUri[]): Refusals {
  const paths: string[] = [];
  const claims: string[] = [];
  for (const { uri, mountPath = '/mnt/models' } of uris) {
    if (uri === '') yield 'storage URI cannot be empty';
    if (mountPath === '/') yield 'storage path cannot be empty';
    else if (!mountPath.startsWith('/')) yield `storage path must be absolute: ${mountPath}`;
    else if (mountPath.includes('..')) yield `storage path cannot contain '..' for security reasons: ${mountPath}`;
    (uri.startsWith('pvc://') ? claims : paths).push(mountPath);
  }
  // KServe looks at claims only where there are two other paths.
  if (paths.length <= 1) return;
  if (new Set(claims).size < claims.length) yield 'PVC storage paths must be unique';
  const [first, ...others] = paths.map((path) => path.split('/').find((part) => part !== ''));
  if (first === undefined || others.some((other) => other !== first))
    yield `storage paths must have a common parent directory. Current paths: [${paths.join(' ')}] have no common parent beyond root`;
}

/** The rules about a model that only a confidential machine can decrypt. @internal */
export function* confidential({ spec }: Subject): Refusals {
  const { confidential: asked, storageUri = '' } = spec.predictor.model ?? {};
  if (asked === undefined || !asked.enabled) return;
  if (storageUri === '') yield 'confidential model serving requires storageUri to be set';
  const { resourceId = '' } = asked;
  if (resourceId !== '' && !/^kbs:\/\/\/[\w.-]+\/[\w.-]+\/[\w.-]+$/.test(resourceId))
    yield `spec.predictor.confidential.resourceId: Invalid value: "${resourceId}": must be in the format kbs:///<repo>/<type>/<tag>`;
}
