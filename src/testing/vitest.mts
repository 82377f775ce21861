import { expect } from 'vitest';
import { matchers } from './matchers.js';

/**
 * What `import 'cdk8s-mlops/testing/vitest'` adds to `expect`: the matchers as they are called, without what they receive.
 *
 * @public
 */
export type PipelineMatchers = {
  [K in keyof typeof matchers]: Parameters<(typeof matchers)[K]> extends [unknown, ...infer Asked]
    ? (...asked: Asked) => void
    : never;
};

declare module 'vitest' {
  // The type parameter is vitest's: declarations of one interface have the same.
  // biome-ignore lint/suspicious/noExplicitAny: as above
  interface Matchers<T = any> extends PipelineMatchers {}
}

expect.extend(matchers);
