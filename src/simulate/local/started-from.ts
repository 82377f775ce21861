import { randomBytes } from 'node:crypto';
import { isMap } from '../../yaml/is-map';
import type { KubeObject } from './cluster/objects';

/** What is compiled: the manifests and a Workflow of its own for what is started. @internal */
export interface Started {
  readonly manifests: readonly KubeObject[];
  readonly submit: string | undefined;
}

/**
 * Makes the Workflow that `argo submit --from` would make, with a name that no earlier run had: records name runs.
 *
 * Without such an object it is left to `compile` to say so.
 *
 * @internal
 */
export function startedFrom(manifests: readonly KubeObject[], entry: string | undefined): Started {
  const startable = manifests.filter(({ kind, spec }) => kinds.includes(String(kind)) && isMap(spec));
  const named =
    entry === undefined ? startable.filter(isWhole) : startable.filter(({ metadata }) => metadata.name === entry);
  const [chosen] = named;
  if (chosen === undefined || (entry === undefined && named.length > 1)) return { manifests, submit: entry };
  const name = `${String(chosen.metadata.name ?? chosen.metadata.generateName ?? 'run').replace(/-$/, '')}-${randomBytes(3).toString('hex')}`;
  const metadata = { name, ...(chosen.metadata.namespace !== undefined && { namespace: chosen.metadata.namespace }) };
  return {
    manifests: [...manifests, { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', metadata, spec: specOf(chosen) }],
    submit: name,
  };
}

const kinds = ['Workflow', 'WorkflowTemplate', 'ClusterWorkflowTemplate', 'CronWorkflow'];

function specOf({ kind, metadata, spec }: KubeObject): unknown {
  if (kind === 'Workflow') return spec;
  if (kind === 'CronWorkflow') return isMap(spec) ? spec.workflowSpec : undefined;
  return {
    workflowTemplateRef: { name: metadata.name, ...(kind === 'ClusterWorkflowTemplate' && { clusterScope: true }) },
  };
}

/** Without a name, what can be started only by itself. */
function isWhole({ kind, spec }: KubeObject): boolean {
  return kind === 'Workflow' || (isMap(spec) && typeof spec.entrypoint === 'string');
}
