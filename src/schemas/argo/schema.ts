import { argo37, argo40, common } from './definitions';

/**
 * A JSON schema as plain data.
 *
 * @internal
 */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/**
 * Lines of Argo Workflows that there are schemas for.
 *
 * @internal
 */
export type ArgoSchemaTarget = '3.7' | '4.0';

/**
 * The kinds whose schemas there are.
 *
 * @internal
 */
export const argoKinds = ['ClusterWorkflowTemplate', 'CronWorkflow', 'Workflow', 'WorkflowTemplate'] as const;

const parsed = new Map<ArgoSchemaTarget, Readonly<Record<string, JsonSchema>>>();

/**
 * The definitions by name, `k8s.` before those of Kubernetes; closed to fields that the engine does not know.
 *
 * Parsed on first use, so that importing the package costs nothing.
 *
 * @internal
 */
export function argoDefinitions(target: ArgoSchemaTarget): Readonly<Record<string, JsonSchema>> {
  const known = parsed.get(target);
  if (known !== undefined) return known;
  const definitions = { ...JSON.parse(common), ...JSON.parse(target === '3.7' ? argo37 : argo40) };
  parsed.set(target, definitions);
  return definitions;
}
