import type { FencedChange } from '../deploy/fenced-change';
import { InputError } from '../input-error';
import { listAt, valueAt } from '../json-value';
import type { Contract } from './contract';

const path = ['spec', 'source', 'helm', 'parameters'] as const;

/** A parameter of the chart; the others stay as they are. @internal */
export function helmParameter(contract: Contract): Pick<FencedChange, 'shown' | 'change'> {
  const { deployed, helmParameter: name, helmValue } = contract;
  const value = deployed.kind === 'model' ? deployed.uri : deployed[helmValue];
  if (name === undefined) throw new InputError('neither KUSTOMIZE_IMAGE nor HELM_PARAMETER is set');
  const listed = (object: unknown): readonly unknown[] =>
    valueAt(object, ...path) === undefined ? [] : listAt(object, ...path);
  const current = (object: unknown): unknown => listed(object).find((each) => valueAt(each, 'name') === name);
  return {
    shown: (object) => String(valueAt(current(object), 'value') ?? ''),
    change: (object) => {
      if (valueAt(current(object), 'value') === value) return undefined;
      const others = listed(object).filter((each) => valueAt(each, 'name') !== name);
      // As text: a digest is none, but a value such as 1e6 would be a number to Helm.
      const parameters = [...others, { name, value, forceString: true }];
      return { spec: { source: { helm: { parameters } } } };
    },
  };
}
