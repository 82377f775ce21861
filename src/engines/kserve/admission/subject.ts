import type { InferenceServiceSpec } from '../../../schemas/kserve/types';

/** What KServe's webhook is asked about. @internal */
export interface Subject {
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: InferenceServiceSpec;
}

/** What it would object to, in its own words and order; it says the first. @internal */
export type Refusals = Generator<string, void, undefined>;
