import { approvalSeconds } from '../../core/graph/approval-seconds';
import type { PipelineGraph } from '../../core/graph/unit-graph';
import type { Requirement } from '../../core/requirement';
import { askedFor } from '../kubernetes/asked-for';
import type { TektonTarget } from './target';

/**
 * What manifests alone don't show: how Tekton must be set for the pods of a pipeline.
 *
 * @see https://tekton.dev/docs/pipelines/additional-configs/
 * @internal
 */
export function requirementsOf({ requires }: TektonTarget, graph: PipelineGraph): readonly Requirement[] {
  const settings = [
    // Tekton's own containers get a restricted security context only then.
    'in a namespace that enforces the profile restricted, `set-security-context: "true"` in ConfigMap `feature-flags`',
    ...requires.map((flag) => `\`${flag}: "true"\` in ConfigMap \`feature-flags\``),
  ];
  return [
    ...settings.map((setting) => ({ component: 'Tekton Pipelines', version: '1.15.0', setting })),
    ...(approvalSeconds(graph) > 0 ? [{ component: 'Manual Approval Gate', version: '0.7.0' }] : []),
    ...askedFor(graph),
  ];
}
