import { checkArgument } from './check-argument';
import { PipelineError } from './error';
import type { DeclaredSet } from './graph/unit-graph';
import { kebabCase } from './names';
import { own } from './own';
import { suggest } from './suggest';
import { wire } from './wire';

/** A value that a run is started with, by the name that its engine knows. @internal */
export interface StartArgument {
  readonly name: string;
  readonly value: string;
}

/**
 * What a run is started with, for inputs that are given as literals.
 *
 * @throws PipelineError MLP1101 for an input that is none; MLP1102 for one without default that is not given; MLP1001.
 * @internal
 */
export function startArguments(
  { name: unit, inputs }: { readonly name: string; readonly inputs: DeclaredSet },
  given: object,
  at: string,
): readonly StartArgument[] {
  const block = { label: at, parent: undefined, nodes: [], outputs: {} };
  const odd = Object.keys(given).find((name) => !Object.hasOwn(inputs, name));
  if (odd !== undefined) {
    const meant = suggest(odd, Object.keys(inputs));
    throw new PipelineError({
      code: 'MLP1101',
      message: `'${unit}' is started with '${odd}', which it does not take${meant === undefined ? '' : ` - did you mean '${meant}'?`}`,
      actual: odd,
      at,
    });
  }
  return Object.entries(inputs).flatMap(([name, { type, default: fallback }]) => {
    const value = own(given as { readonly [name: string]: unknown }, name);
    if (value !== undefined) {
      checkArgument(value, type, `input '${name}' of '${unit}'`, block);
      return [{ name: kebabCase(name), value: wire(value, type) }];
    }
    if (fallback !== undefined) return [];
    throw new PipelineError({
      code: 'MLP1102',
      message: `'${unit}' needs '${name}', which has no default`,
      fix: `inputs: { ${name}: … }`,
      at,
    });
  });
}
