import type { MaybeNode, RefNode } from '../ref';
import type { Ordered } from '../scope';

/** Refs by name. @internal */
export interface Known {
  readonly [name: string]: RefNode;
}

/** `Scope` without the types that only fit definitions written out. @internal */
export interface AnyScope {
  step(unit: unknown, inputs: object, options?: object): Ordered & { readonly outputs: Known };
  match(on: unknown, arms: object): { readonly outputs: Known };
  attempt(
    block: (p: AnyScope) => Known,
    options: { readonly name: string },
  ): { readonly outputs: { readonly [name: string]: MaybeNode } };
}
