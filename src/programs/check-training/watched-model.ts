import { InputError } from '../input-error';
import { isRecord } from '../json-value';
import { objectName } from '../kubernetes/names';
import { json } from '../parse';

/** What belongs to the training of a model, by the names of its objects. @internal */
export interface WatchedModel {
  readonly name: string;
  /** What runs are made from. */
  readonly run: string;
  /** What `run-notebook` calls its jobs. */
  readonly notebook?: string | undefined;
  readonly schedule?: string | undefined;
}

/** @throws InputError @internal */
export function readWatchedModels(text: string): readonly WatchedModel[] {
  const value = json(text);
  if (!Array.isArray(value) || value.length === 0 || value.length > 50)
    throw new InputError('expected a list of models, 1 to 50');
  for (const [index, each] of value.entries()) {
    if (!isRecord(each)) throw new InputError(`${index}: no model`);
    for (const key of ['name', 'run', 'notebook', 'schedule'] as const) {
      const name = each[key];
      if (name === undefined && (key === 'notebook' || key === 'schedule')) continue;
      try {
        objectName(typeof name === 'string' ? name : '');
      } catch (problem) {
        throw new InputError(`${index}: ${key}: ${(problem as Error).message}`);
      }
    }
  }
  return value as readonly WatchedModel[];
}
