import { tasksOf } from '../../core/graph/tasks-of';
import type { PipelineGraph } from '../../core/graph/unit-graph';
import type { Requirement } from '../../core/requirement';

/** What serves the resources that steps ask the Kubernetes API for. */
const serving: Readonly<Record<string, string>> = {
  'metrics.k8s.io': 'metrics-server',
  'serving.kserve.io': 'KServe',
  'kustomize.toolkit.fluxcd.io': 'Flux',
};

/** The components that the steps of a pipeline ask by the Kubernetes API. @internal */
export function askedFor(graph: PipelineGraph): readonly Requirement[] {
  const rules = tasksOf(graph).flatMap(({ access }) => access);
  const components = rules.flatMap(({ apiGroup, resources }) => {
    if (resources.includes('applications')) return ['Argo CD'];
    return Object.hasOwn(serving, apiGroup) ? [serving[apiGroup] ?? apiGroup] : [];
  });
  return [...new Set(components)].map((component) => ({ component }));
}
