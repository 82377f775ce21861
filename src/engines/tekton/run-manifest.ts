import type { DeclaredSet, ReferenceGraph } from '../../core/graph/unit-graph';
import type { Param, PipelineRun, PipelineRunSpec } from '../../schemas/tekton/types';

/** What a schedule, or a person, creates to start a run. @internal */
export interface RunTemplate {
  readonly name: string;
  readonly namespace: string;
  readonly spec: PipelineRunSpec;
  readonly inputs: DeclaredSet;
}

/** How runs of what was emitted are started: the Pipeline itself does not say it. @internal */
export const runTemplates: WeakMap<ReferenceGraph, RunTemplate> = new WeakMap();

/** The run as JSON text. @internal */
export function runManifest({ name, namespace, spec }: RunTemplate, params: readonly Param[] = []): string {
  const { pipelineRef, ...others } = spec;
  const run: PipelineRun = {
    apiVersion: 'tekton.dev/v1',
    kind: 'PipelineRun',
    metadata: { generateName: `${name}-`, namespace },
    spec: { pipelineRef, ...(params.length === 0 ? {} : { params }), ...others } as PipelineRunSpec,
  };
  return `${JSON.stringify(run, null, 2)}\n`;
}
