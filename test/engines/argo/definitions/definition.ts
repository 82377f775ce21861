import type { Chart } from 'cdk8s';
import { type ArgoTarget, argo, type Unit, WorkflowTemplate } from '../../../../src/index';

/** Something a user may define; filled into a chart of its own. */
export type Definition = (chart: Chart) => void;

/** A pipeline emitted by itself. */
export function emits(pipeline: Unit<never, unknown>, engine: ArgoTarget = argo('4.0')): Definition {
  return (chart) => void new WorkflowTemplate(chart, 'it', { pipeline, engine });
}
