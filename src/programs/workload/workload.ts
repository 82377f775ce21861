import type { Parse } from '../environment';
import { matching } from '../parse';

/**
 * What runs the application in an environment.
 *
 * @internal
 */
export interface Workload {
  readonly kind: 'deployment' | 'inferenceservice';
  readonly name: string;
}

const written = matching(
  /^(deployment|inferenceservice)\/[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/,
  'deployment/<name> or inferenceservice/<name>',
);

/** Reads `deployment/<name>` or `inferenceservice/<name>`. @internal */
export const workload: Parse<Workload> = (text) => {
  const [kind, name = ''] = written(text).split('/');
  return { kind: kind === 'deployment' ? kind : 'inferenceservice', name };
};
