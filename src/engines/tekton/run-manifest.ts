import type { DeclaredSet } from '../../core/graph/unit-graph';
import type { PipelineRun, PipelineRunSpec } from '../../schemas/tekton/types';

/** What a schedule, or a person, creates to start a run. @internal */
export interface RunTemplate {
  readonly name: string;
  readonly namespace: string;
  readonly spec: PipelineRunSpec;
  readonly inputs: DeclaredSet;
}

/** The run as JSON text, named by whoever creates it. @internal */
export function runManifest({ name, namespace, spec }: RunTemplate): string {
  const run: PipelineRun = {
    apiVersion: 'tekton.dev/v1',
    kind: 'PipelineRun',
    metadata: { generateName: `${name}-`, namespace },
    spec,
  };
  return `${JSON.stringify(run, null, 2)}\n`;
}
