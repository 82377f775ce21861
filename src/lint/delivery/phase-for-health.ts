import { yaml } from '../example';
import { excerpt, lineWith, programsIn } from '../programs/programs';
import type { Rule } from '../rule';

/** @internal */
export const phaseForHealth: Rule = {
  code: 'MLL4054',
  title: 'a phase that is taken for health',
  severity: 'warning',
  why: 'A pod that crashes again and again, that is not ready or was killed for its memory has the phase Running.',
  fix: 'ask for readiness and restarts: kubectl rollout status, then status.containerStatuses[*].ready, restartCount and lastState.terminated.reason',

  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: pods
    spec:
      steps:
        - name: look
          image: kubectl:1.36.1
          script: |
            #!/bin/sh
            PHASE=$(kubectl get pods -l app=web -o jsonpath='{.items[*].status.phase}')
            [ "$PHASE" = Running ] || exit 1
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: pods
    spec:
      steps:
        - name: look
          image: kubectl:1.36.1
          script: |
            #!/bin/sh
            set -e
            kubectl rollout status deployment/web --timeout=300s
            kubectl get pods -l app=web -o jsonpath='{.items[*].status.containerStatuses[*].restartCount}' | judge-restarts
  `,
  *check(project) {
    for (const { document, text, path } of programsIn(project)) {
      if (knowsMore.test(text) || !/\bRunning\b/.test(text)) continue;
      const line = lineWith(text, asksPhase);
      if (line !== undefined)
        yield { document, path, message: `${excerpt(line)} asks for nothing but the phase of a pod` };
    }
  },
};

const knowsMore =
  /containerStatuses|container_statuses|restartCount|restart_count|lastState|last_state|rollout status|condition=(?:ready|available)|readyReplicas|ready_replicas|\bREADY\b|CrashLoop/i;

const asksPhase =
  /\b(?:kubectl|oc)\b[^\n]*\bget\s+(?:pods?|po)\b[^\n]*\bphase\b|\b(?:kubectl|oc)\b[^\n]*\bget\s+(?:pods?|po)\b[^\n]*\|\s*grep[^\n]*Running|\bpods?\w*(?:\[[^\]]*\])?\.status\.phase\b|\[["']status["']\]\[["']phase["']\]|\b(?:p|item)\.status\.phase\b/;
