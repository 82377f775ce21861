import type { FencedChange } from '../deploy/fenced-change';
import { InputError } from '../input-error';
import { listAt, valueAt } from '../json-value';
import type { Contract } from './contract';

const path = ['spec', 'source', 'kustomize', 'images'] as const;

/** An image of the Kustomization; the others stay as they are. @internal */
export function kustomizeImage(contract: Contract): Pick<FencedChange, 'shown' | 'isSet' | 'fields'> {
  const { deployed, kustomizeImage: name } = contract;
  if (name === undefined || deployed.kind !== 'image') throw new InputError('KUSTOMIZE_IMAGE: DEPLOYED is no image');
  const entry = `${name}=${deployed.reference}`;
  const listed = (object: unknown): readonly string[] =>
    valueAt(object, ...path) === undefined ? [] : listAt(object, ...path).map(String);
  return {
    shown: (object) => listed(object).find((each) => nameIn(each) === name) ?? '',
    isSet: (object) => {
      const ours = listed(object).filter((each) => nameIn(each) === name);
      return ours.length === 1 && ours[0] === entry;
    },
    fields: (object) => {
      const others = listed(object).filter((each) => nameIn(each) !== name);
      return { spec: { source: { kustomize: { images: [...others, entry] } } } };
    },
  };
}

/** `name`, `name:tag`, `name@digest` or `name=other…`, and a port is no tag. */
function nameIn(entry: string): string {
  const name = entry.split(/[=@]/)[0] ?? '';
  return name.replace(/:[^:/]*$/, '');
}
