import type { DAGTask, Template } from '../../schemas/argo/types';

/** @internal */
export interface RawTemplate {
  readonly raw: 'template';
  readonly template: Omit<Template, 'name' | 'inputs' | 'outputs'> & Pick<Template, 'outputs'>;
}

/** @internal */
export interface RawStep {
  readonly raw: 'step';
  readonly step: Omit<DAGTask, 'name' | 'arguments' | 'depends' | 'dependencies' | 'when'>;
}

/** @internal */
export function isRawTemplate(native: unknown): native is RawTemplate {
  return typeof native === 'object' && native !== null && 'raw' in native && native.raw === 'template';
}

/** @internal */
export function isRawStep(native: unknown): native is RawStep {
  return typeof native === 'object' && native !== null && 'raw' in native && native.raw === 'step';
}
