import { ApiObject, Chart } from 'cdk8s';
import { GitOpsApp } from 'cdk8s-mlops';
import { ignoreDifferences } from 'cdk8s-mlops/kserve';
import type { Settings } from './platform';

/** What makes Argo CD apply the manifests of this example; applied once, by hand. Nothing that trains is of its concern. */
export function argocd({ git, namespace }: Settings): GitOpsApp {
  const app = new GitOpsApp({ folder: 'aiops-argocd' });
  const chart = new Chart(app, 'argocd', { namespace: 'openshift-gitops' });
  const server = 'https://kubernetes.default.svc';
  new ApiObject(chart, 'project', {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: 'aiops' },
    spec: {
      sourceRepos: [git.url],
      destinations: [{ server, namespace }],
      clusterResourceWhitelist: [],
      // Runs have the labels of what they were made from; a sync neither starts them nor removes them.
      namespaceResourceBlacklist: [
        { group: 'tekton.dev', kind: 'PipelineRun' },
        { group: 'tekton.dev', kind: 'TaskRun' },
        { group: 'mlops.mlops.dev', kind: 'NotebookValidationJob' },
      ],
    },
  });
  new ApiObject(chart, 'application', {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'self-healing-platform' },
    spec: {
      project: 'aiops',
      // A kustomization: the manifests, and which version of each model is served.
      source: { repoURL: git.url, targetRevision: git.revision, path: 'environments/production' },
      destination: { server, namespace },
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        syncOptions: ['ServerSideApply=true', 'RespectIgnoreDifferences=true'],
      },
      ignoreDifferences: ignoreDifferences(),
    },
  });
  return app;
}
