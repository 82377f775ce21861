import * as api from '../../src/core/index';

type Name =
  | keyof typeof api
  | keyof typeof api.Image
  | keyof typeof api.Volume
  | 'approval'
  | 'attempt'
  | 'finally'
  | 'followedBy'
  | 'forEach'
  | 'inputs'
  | 'match'
  | 'members'
  | 'orElse'
  | 'outputs'
  | 'step'
  | 'when'
  | Output;

/** Outputs and inputs of the units that the tests use, and some that nothing declares. */
type Output =
  | 'accuracy'
  | 'acuracy'
  | 'decision'
  | 'digest'
  | 'folds'
  | 'model'
  | 'modelVersion'
  | 'people'
  | 'reason'
  | 'verdict'
  | 'which';

/** Something that may be called with anything and has everything: what a name is in plain JavaScript. */
export type Untyped = ((...given: readonly unknown[]) => Untyped) & { readonly [name in Name]: Untyped };

/** The public API without its types, so that the run-time checks are met and not the compiler's. */
export const js = api as unknown as Untyped;
