import type { FencedChange } from '../deploy/fenced-change';
import { InputError } from '../input-error';
import { listAt, valueAt } from '../json-value';
import type { Contract } from './contract';

const path = ['spec', 'source', 'kustomize', 'images'] as const;

/** An image of the Kustomization; the others stay as they are. @internal */
export function kustomizeImage(contract: Contract): Pick<FencedChange, 'shown' | 'change'> {
  const { deployed, kustomizeImage: name } = contract;
  if (name === undefined || deployed.kind !== 'image') throw new InputError('KUSTOMIZE_IMAGE: DEPLOYED is no image');
  const entry = `${name}=${deployed.reference}`;
  const listed = (object: unknown): readonly string[] =>
    valueAt(object, ...path) === undefined ? [] : listAt(object, ...path).map(String);
  return {
    shown: (object) => listed(object).find((each) => nameIn(each) === name) ?? '',
    change: (object) => {
      const images = listed(object);
      const ours = images.filter((each) => nameIn(each) === name);
      if (ours.length === 1 && ours[0] === entry) return undefined;
      return { spec: { source: { kustomize: { images: [...images.filter((each) => !ours.includes(each)), entry] } } } };
    },
  };
}

/** `name`, `name:tag`, `name@digest` or `name=other…`, and a port is no tag. */
function nameIn(entry: string): string {
  const name = entry.split(/[=@]/)[0] ?? '';
  return name.replace(/:[^:/]*$/, '');
}
