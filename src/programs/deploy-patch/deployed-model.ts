import type { FencedChange } from '../deploy/fenced-change';
import { InputError } from '../input-error';
import { textAt, valueAt } from '../json-value';
import { Trouble } from '../trouble';
import type { Contract } from './contract';

/** The address of the model that an InferenceService serves. @internal */
export function deployedModel({ deployed, container }: Contract): Pick<FencedChange, 'shown' | 'change'> {
  if (deployed.kind !== 'model') throw new InputError('DEPLOYED: an InferenceService serves a model, not an image');
  if (container !== undefined) throw new InputError('CONTAINER: an InferenceService has a model, not containers');
  const { uri } = deployed;
  return {
    shown: (object) => {
      if (valueAt(object, 'spec', 'predictor', 'model') === undefined)
        throw new Trouble('the InferenceService has no spec.predictor.model, so its model has no address to set');
      const model = valueAt(object, 'spec', 'predictor', 'model', 'storageUri');
      return model === undefined ? '' : textAt(object, 'spec', 'predictor', 'model', 'storageUri');
    },
    change: (object) =>
      valueAt(object, 'spec', 'predictor', 'model', 'storageUri') === uri
        ? undefined
        : { spec: { predictor: { model: { storageUri: uri } } } },
  };
}
