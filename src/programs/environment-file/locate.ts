import { Trouble } from '../trouble';
import type { EnvironmentFileFormat } from './format';
import type { Node, Scalar } from './strict-yaml/node';
import { nodeAt, scalarAt } from './strict-yaml/read';

/** The one value of an environment file that says what is deployed. @internal */
export interface Located {
  readonly scalar: Scalar;
  /** Stands before the value without being in it: the image that a digest is of, and `@`. */
  readonly before: string;
}

/** The value that says which share of the traffic a new version gets; null where it gets all. @internal */
export function locateShare(file: Node): Scalar {
  const found = scalarAt(file, ...share);
  if (found === undefined) throw new Trouble(`has no value at ${share.join('.')}: add it once by hand, as null`);
  return found;
}

const share = ['spec', 'predictor', 'canaryTrafficPercent'];

/** @throws Trouble if the file is not of the format, or has no such value @internal */
export function locateDeployed(file: Node, format: EnvironmentFileFormat): Located {
  if ('helmValues' in format) return { scalar: present(file, format.helmValues.split('.')), before: '' };
  const kind = scalarAt(file, 'kind')?.text;
  if ('inferenceService' in format) {
    if (kind !== 'InferenceService') throw new Trouble('is no patch for an InferenceService: its kind says otherwise');
    expectName(scalarAt(file, 'metadata', 'name'), format.inferenceService, 'metadata.name');
    return { scalar: present(file, ['spec', 'predictor', 'model', 'storageUri']), before: '' };
  }
  if (kind === 'ImageTagTransformer') {
    expectName(scalarAt(file, 'imageTag', 'name'), format.kustomize, 'imageTag.name');
    return digestOf(nodeAt(file, 'imageTag'), format.kustomize);
  }
  if (kind !== undefined && !['Component', 'Kustomization'].includes(kind)) {
    throw new Trouble('is neither an ImageTagTransformer nor a Component or Kustomization: its kind says otherwise');
  }
  return digestOf(imageEntry(nodeAt(file, 'images'), format.kustomize), format.kustomize);
}

function imageEntry(images: Node | undefined, image: string): Node {
  const items = images?.kind === 'sequence' ? images.items : [];
  const [found, second] = items.filter((item) => scalarAt(item, 'name')?.text === image);
  if (found === undefined) throw new Trouble(`has no entry for ${image} in images: add one with digest: ""`);
  if (second !== undefined) throw new Trouble(`has more than one entry for ${image} in images`);
  return found;
}

function digestOf(entry: Node | undefined, image: string): Located {
  if (nodeAt(entry, 'newTag') !== undefined) {
    throw new Trouble(`has a newTag for ${image}, beside which a digest means something else: remove it`);
  }
  return { scalar: present(entry, ['digest']), before: `${scalarAt(entry, 'newName')?.text ?? image}@` };
}

function present(node: Node | undefined, path: readonly string[]): Scalar {
  const found = scalarAt(node, ...path);
  if (found === undefined) throw new Trouble(`has no value at ${path.join('.')}: add it once by hand, as ""`);
  return found;
}

function expectName(found: Scalar | undefined, expected: string, where: string): void {
  if (found?.text !== expected) throw new Trouble(`is about something else than ${expected}: see its ${where}`);
}
