import { tasksOf } from '../../core/graph/tasks-of';
import type { PipelineGraph } from '../../core/graph/unit-graph';
import type { Requirement } from '../../core/requirement';
import { askedFor } from '../kubernetes/asked-for';
import type { ArgoTarget } from './target';

const component = 'Argo Workflows';

/**
 * What manifests alone don't show: how the controller must be set for the pods of a pipeline.
 *
 * @see https://argo-workflows.readthedocs.io/en/latest/workflow-controller-configmap/
 * @internal
 */
export function requirementsOf({ version }: ArgoTarget, graph: PipelineGraph): readonly Requirement[] {
  const stores = tasksOf(graph).some(({ outputs }) =>
    Object.values(outputs).some(({ type }) => type.kind === 'artifact'),
  );
  const settings = [
    // The controller adds containers of its own to every pod, and gives them no security context unless it is told to.
    'in a namespace that enforces the profile restricted, `executor` in ConfigMap `workflow-controller-configmap` with ' +
      '`securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] }, runAsNonRoot: true, ' +
      'seccompProfile: { type: RuntimeDefault } }`',
    ...(stores ? ['an artifact repository: `artifactRepository` in the same ConfigMap, or one of the namespace'] : []),
  ];
  const least = { '3.7': '3.7.16', '4.0': '4.0.7' }[version];
  return [...settings.map((setting) => ({ component, version: least, setting })), ...askedFor(graph)];
}
