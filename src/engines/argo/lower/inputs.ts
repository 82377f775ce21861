import { freeName } from '../../../core/free-name';
import type { Block } from '../../../core/graph/block';
import { capturesOf, distinct, isSame } from '../../../core/graph/captures';
import { kebabCase } from '../../../core/names';
import type { RefNode } from '../../../core/ref';
import type { Inputs } from '../../../schemas/argo/types';
import { member } from '../value/expression';
import type { Place, Reading } from '../value/place';
import { valueText } from '../value/value';
import { unreadable } from './node-reading';

/** A value that a template takes from its caller, and the name it has there. @internal */
export interface Captured {
  readonly ref: RefNode;
  readonly input: string;
}

/**
 * Names for the values that a template takes, each once; different, and the same on every run. `own` are its own names.
 *
 * @internal
 */
export function captured(refs: readonly RefNode[], own: readonly string[] = []): readonly Captured[] {
  const taken = new Set(own);
  return distinct(refs).map((ref) => {
    const input = freeName(inputName(ref), (name) => taken.has(name));
    taken.add(input);
    return { ref, input };
  });
}

/** What a block's template takes from outside. @internal */
export function capturedBy(block: Block): readonly Captured[] {
  return captured(capturesOf(block));
}

function inputName({ source }: RefNode): string {
  if (source.kind === 'input') return kebabCase(source.name);
  if (source.kind === 'output') return `${source.node.name}-${kebabCase(source.name)}`;
  return source.kind;
}

/** How a template reads what it was given. Its caller has checked it. @internal */
export function inputReading({ ref, input }: Captured): Reading {
  const path = ['inputs', ref.type.kind === 'artifact' ? 'artifacts' : 'parameters', input];
  return { tag: path.join('.'), expression: member(path), trusted: true };
}

/** Reads captured values from the inputs, and everything else as `otherwise` says. @internal */
export function withInputs(values: readonly Captured[], otherwise: Place): Place {
  return (ref) => {
    const own = values.find((value) => isSame(value.ref, ref));
    return own === undefined ? otherwise(ref) : inputReading(own);
  };
}

/** Reads captured values from the inputs; there is nothing else to read. @internal */
export function inputsOnly(values: readonly Captured[]): Place {
  return withInputs(values, (ref) => {
    throw unreadable(ref);
  });
}

/** @internal */
export function declaredInputs(values: readonly Captured[]): { readonly inputs?: Inputs } {
  const parameters = values.filter(({ ref }) => ref.type.kind !== 'artifact').map(({ input }) => ({ name: input }));
  const artifacts = values.filter(({ ref }) => ref.type.kind === 'artifact').map(({ input }) => ({ name: input }));
  if (values.length === 0) return {};
  return {
    inputs: { ...(parameters.length === 0 ? {} : { parameters }), ...(artifacts.length === 0 ? {} : { artifacts }) },
  };
}

/** What the caller passes for the inputs of a template. @internal */
export function passed(values: readonly Captured[], place: Place): { readonly arguments?: Inputs } {
  return argumentsOf(passedOn(values), place);
}

/** Captured values, as what the caller passes for them. @internal */
export function passedOn(values: readonly Captured[]): readonly Passed[] {
  return values.map(({ ref, input }) => ({ name: input, value: ref, type: ref.type }));
}

/** @internal */
export interface Passed {
  readonly name: string;
  readonly value: unknown;
  readonly type: RefNode['type'];
}

/** @internal */
export function argumentsOf(values: readonly Passed[], place: Place): { readonly arguments?: Inputs } {
  const parameters = values
    .filter(({ type }) => type.kind !== 'artifact')
    .map(({ name, value, type }) => ({ name, value: valueText(value, type, place) }));
  const artifacts = values
    .filter(({ type }) => type.kind === 'artifact')
    .map(({ name, value }) => ({ name, from: `{{${place(value as RefNode).tag ?? ''}}}` }));
  if (values.length === 0) return {};
  return {
    arguments: { ...(parameters.length === 0 ? {} : { parameters }), ...(artifacts.length === 0 ? {} : { artifacts }) },
  };
}
