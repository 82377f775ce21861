import { yaml } from '../example';
import { excerpt, lineWith, programsIn } from '../programs/programs';
import type { Rule } from '../rule';

/** @internal */
export const onePodForAll: Rule = {
  code: 'MLL4053',
  title: 'one pod that stands for all of them',
  severity: 'warning',
  why: 'Which pod is the first of a list is chance: during a rollout it may be the old one, that works, while the new one crashes.',
  fix: 'look at every pod of the new revision: kubectl rollout status first, then all of .items, those that are being deleted left out',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: pods
    spec:
      entrypoint: main
      templates:
        - name: main
          script:
            image: kubectl:1.36.1
            command: [sh]
            source: |
              RESTARTS=$(kubectl get pods -l app=web -o jsonpath='{.items[0].status.containerStatuses[0].restartCount}')
              [ "$RESTARTS" = 0 ] || exit 1
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: pods
    spec:
      entrypoint: main
      templates:
        - name: main
          activeDeadlineSeconds: 900
          script:
            image: kubectl:1.36.1
            command: [sh]
            source: |
              set -e
              kubectl rollout status deployment/web --timeout=300s
              kubectl get pods -l app=web -o jsonpath='{.items[*].status.containerStatuses[*].restartCount}' | judge-restarts
  `,
  *check(project) {
    for (const { document, text, path } of programsIn(project)) {
      const line = lineWith(text, first);
      if (line !== undefined)
        yield { document, path, message: `${excerpt(line)} looks at the first pod of a list only` };
    }
  },
};

/** kubectl with a path, jq after it, or the client of Python. */
const first =
  /\b(?:kubectl|oc)\b[^\n]*\bget\s+(?:pods?|po)\b[^\n]*\.items\[0\]|\blist_namespaced_pod\([^\n]*\)\.items\[0\]|\b\w*pods?\w*(?:\.items|\[["']items["']\])\[0\]/;
