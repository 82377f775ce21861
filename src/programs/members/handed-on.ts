import type { Environment } from '../environment';
import { InputError } from '../input-error';
import { type Member, variableOf } from './member';

/** What each member handed on: the id of a run, or `none` where its training failed. @internal */
export function handedOn(members: readonly Member[], environment: Environment): ReadonlyMap<string, string> {
  return new Map(
    members.map(({ name }) => {
      const text = environment[variableOf(name)] ?? '';
      if (text === '') throw new InputError(`${variableOf(name)}: is not set`);
      return [name, text];
    }),
  );
}
