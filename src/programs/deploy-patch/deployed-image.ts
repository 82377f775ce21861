import type { FencedChange } from '../deploy/fenced-change';
import { InputError } from '../input-error';
import { type JsonRecord, listAt, textAt } from '../json-value';
import { Trouble } from '../trouble';
import type { Contract } from './contract';

/** The image of a Deployment's container. @internal */
export function deployedImage({ deployed, container }: Contract): Pick<FencedChange, 'shown' | 'change'> {
  if (deployed.kind !== 'image') throw new InputError('DEPLOYED: a Deployment runs an image, not a model');
  const { reference } = deployed;
  const image = (object: JsonRecord): { readonly name: string; readonly image: string } => {
    const containers = listAt(object, 'spec', 'template', 'spec', 'containers');
    const names = containers.map((each) => textAt(each, 'name'));
    const index = container === undefined && names.length === 1 ? 0 : names.indexOf(container ?? '');
    const name = names[index];
    if (name !== undefined) return { name, image: textAt(containers[index], 'image') };
    const which = container === undefined ? 'say in CONTAINER which of them' : `none of them is ${container}`;
    throw new Trouble(`the Deployment has the containers ${names.join(', ')}: ${which}`);
  };
  return {
    shown: (object) => image(object).image,
    change: (object) => {
      const { name, image: current } = image(object);
      if (current === reference) return undefined;
      return { spec: { template: { spec: { containers: [{ name, image: reference }] } } } };
    },
  };
}
