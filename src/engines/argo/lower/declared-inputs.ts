import type { DeclaredSet } from '../../../core/graph/unit-graph';
import { kebabCase } from '../../../core/names';
import { wire } from '../../../core/wire';
import type { Artifact, Inputs, Parameter } from '../../../schemas/argo/types';
import { literal } from '../value/literal';

/** Inputs of a template that calls others: with defaults, since a caller may leave those out. @internal */
export function callInputs(inputs: DeclaredSet): { readonly inputs?: Inputs } {
  return declaredAs(inputs, () => ({}));
}

/** Inputs of a template that runs a pod: artifacts are put where its program finds them. @internal */
export function podInputs(inputs: DeclaredSet): { readonly inputs?: Inputs } {
  return declaredAs(inputs, (path) => ({ path }));
}

/** All inputs passed on unchanged to a template with the same ones. @internal */
export function handedOn(inputs: DeclaredSet): Inputs {
  return sorted(
    Object.entries(inputs).map(([name, { type }]) => {
      const wire = kebabCase(name);
      return type.kind === 'artifact'
        ? { artifact: { name: wire, from: `{{inputs.artifacts.${wire}}}` } }
        : { parameter: { name: wire, value: `{{inputs.parameters.${wire}}}` } };
    }),
  );
}

function declaredAs(inputs: DeclaredSet, place: (path: string) => Partial<Artifact>): { readonly inputs?: Inputs } {
  const entries = Object.entries(inputs).map(([name, { type, default: fallback }]) => {
    if (type.kind === 'artifact') return { artifact: { name: kebabCase(name), ...place(type.path) } };
    const ending = fallback === undefined ? {} : { default: literal(wire(fallback, type)) };
    return { parameter: { name: kebabCase(name), ...ending } };
  });
  return entries.length === 0 ? {} : { inputs: sorted(entries) };
}

function sorted(entries: readonly { readonly artifact?: Artifact; readonly parameter?: Parameter }[]): Inputs {
  const parameters = entries.flatMap(({ parameter }) => (parameter === undefined ? [] : [parameter]));
  const artifacts = entries.flatMap(({ artifact }) => (artifact === undefined ? [] : [artifact]));
  return { ...(parameters.length === 0 ? {} : { parameters }), ...(artifacts.length === 0 ? {} : { artifacts }) };
}
